#include <zlib.h>

/* deflateInit2 is a macro; this is what it expands to, for a gzip container (RFC 1952). */
static inline int motcua_gzip_begin(z_stream *stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}

/* The same for reading it back. */
static inline int motcua_gunzip_begin(z_stream *stream) {
    return inflateInit2(stream, 15 + 16);
}
