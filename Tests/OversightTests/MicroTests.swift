// MicroTests.swift: figures that are the same everywhere.

import Oversight
import Testing

@Suite struct MicroTests {
    @Test("a share is rounded half away from zero")
    func shares() {
        #expect(Micro(2, by: 3)?.text(decimals: 4) == "0.6667")
        #expect(Micro(-2, by: 3)?.text(decimals: 4) == "-0.6667")
        #expect(Micro(1, by: 0) == nil)
        #expect(Micro(5, by: 10)?.rounded == 1)
        #expect(Micro(millionths: 1_234_567).text(decimals: 0) == "1")
    }

    @Test("roots, products and quotients of known figures")
    func arithmetic() {
        #expect(Micro(2).squareRoot.text() == "1.414213")
        #expect((Micro(3) * Micro(millionths: 500_000)).text(decimals: 1) == "1.5")
        #expect((Micro(1) / Micro(8))?.text(decimals: 3) == "0.125")
        #expect((Micro(1) / Micro.zero) == nil)
    }
}
