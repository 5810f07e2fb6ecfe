// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "motcua",
    products: [
        .executable(name: "motcua", targets: ["motcua"]),
        .executable(name: "simulate", targets: ["simulate"]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .target(name: "Casework"),
        .target(name: "Oversight", dependencies: ["Casework"]),
        // C++ behind a C face: LEMON's headers come from liblemon-dev.
        .target(name: "CFlow"),
        .target(
            name: "Storage",
            dependencies: ["CPQ", .product(name: "GRDB", package: "GRDB.swift")]),
        .systemLibrary(name: "CPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .target(
            name: "Ledger",
            dependencies: ["Storage", .product(name: "Crypto", package: "swift-crypto")]),
        .target(
            name: "Sync",
            dependencies: ["CZlib", "Ledger", .product(name: "Crypto", package: "swift-crypto")]),
        .target(
            name: "Office",
            dependencies: [
                "CFlow", "Casework", "Ledger", "Oversight", "Storage", "Sync",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "Yams", package: "Yams"),
            ]),
        .systemLibrary(
            name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "Paper", dependencies: ["CQREncode"]),
        .target(
            name: "Web",
            dependencies: [
                "Casework", "Ledger", "Office", "Oversight", "Paper", "Sync",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            resources: [.embedInCode("Assets")]),
        .executableTarget(
            name: "motcua",
            dependencies: [
                "Casework", "Ledger", "Office", "Oversight", "Storage", "Sync", "TestKit", "Web",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "Logging", package: "swift-log"),
            ]),
        .executableTarget(
            name: "simulate", dependencies: ["Storage", "TestKit", .product(name: "ArgumentParser", package: "swift-argument-parser")]),
        .testTarget(name: "CaseworkTests", dependencies: ["Casework"]),
        .testTarget(name: "OversightTests", dependencies: ["CFlow", "Casework", "Oversight"]),
        .testTarget(
            name: "LedgerTests",
            dependencies: ["Ledger", "Storage", "TestKit", .product(name: "Crypto", package: "swift-crypto")]),
        .testTarget(
            name: "OfficeTests",
            dependencies: [
                "Casework", "Ledger", "Office", "Oversight", "Storage", "Sync", "TestKit",
                .product(name: "Crypto", package: "swift-crypto"),
            ]),
        .testTarget(name: "StorageTests", dependencies: ["Storage", "TestKit"]),
        .testTarget(name: "TidyTests"),
        .testTarget(name: "WebTests", dependencies: ["Sync", "Web"]),
        .testTarget(name: "SyncTests", dependencies: ["Ledger", "Sync", .product(name: "Crypto", package: "swift-crypto")]),
        .target(name: "TestKit", dependencies: ["Casework", "Ledger", "Office", "Oversight", "Storage", "Sync"]),
    ],
    cxxLanguageStandard: .cxx17
)

for target in package.targets where target.type != .system && target.name != "CFlow" {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("MemberImportVisibility"),
        ]
}
