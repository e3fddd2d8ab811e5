"""The drum hits of `drum-samples`: name, size in bytes, SHA-256, as packaged by Debian."""

from __future__ import annotations

from musicgen_local.assets.asset import AssetFile

DRUM_FILES: tuple[AssetFile, ...] = tuple(
    AssetFile(f"{name}.flac", size_bytes, sha256)
    for name, size_bytes, sha256 in (
        ("bd_808", 19122, "f8cae3f73c93622a2ebc37fd66752ad69fcad5cdf61d82fa46ef38c104476ca8"),
        ("bd_ada", 12313, "5395964737279c3190ea3a7c1dfd7c43c5e9a5da53a06fef94fd01fcc8e1c4b3"),
        ("bd_boom", 45634, "1ece3f3fc0c5d7d2f154e1850077c5f57fa577c4aea1902e6d2a04cb51ce43ff"),
        ("bd_fat", 4945, "3c53f83cd05d8bf3f58542f1a510c31e755097cd0d727902f6199e725b42120c"),
        ("bd_gas", 18455, "ac568aa6b75d973f663e69a05386a55b83600404e8be55eba65e162bf87f525d"),
        ("bd_haus", 19237, "b9aa2aa81a8ccabc1a93763e689587447860497a661ed03ba3f9bd6c06e99346"),
        ("bd_klub", 21246, "40beea807c90d0c31bc1f6e9a12fdb70f729912f6f0a3ddda0b2d29a1526fca3"),
        ("bd_mehackit", 49321, "790e4419f73a75f664b131905035f79d83fa659912dd2ac38f855fb6d62c1b4e"),
        ("bd_pure", 18056, "cd70fc3260302262f65c8f66f012faf7531853598a6d2a01a8af73bd3816c6b3"),
        ("bd_sone", 35253, "986a685ba12e375163cee024a01363994a9db4b87afc147120e5813d2892bbc0"),
        ("bd_tek", 21858, "031cd7d4b3b8ccd94fb3cb5b19eaaaa3ca285f46972b6ff24bdc1dea982ef035"),
        ("bd_zome", 44960, "3bc806a8eda258b305ff7183785a56b45769cb41d6f5459f90b18639d78220ac"),
        ("bd_zum", 14354, "1a364730e092da95a4723ed4567cfc33e1cefb3d7c0350ce87f0a08fe324442d"),
        (
            "drum_bass_hard",
            33950,
            "ed3ac2187d679ca1c3fec533ea1c3576c840c81ba98b8d967eb12a8f27471bc1",
        ),
        (
            "drum_bass_soft",
            25370,
            "87bfb846ea7adf747515b1c59602555c2dde5da40ba4cb5a19244df06385ff23",
        ),
        ("drum_cowbell", 18281, "e2ee5f732b675858491e95a06ea419b98af512ebdc154afb2c27066303f0dd7f"),
        (
            "drum_cymbal_closed",
            20943,
            "f3b9d6bb14f75ba06ef633baf58b1f75f0e2ea5e07edd491f0a22aedb2480d62",
        ),
        (
            "drum_cymbal_hard",
            91910,
            "be18750e383d09d2c3776b98551db5f736a2bf420666788e2900b2b8bf7e530a",
        ),
        (
            "drum_cymbal_open",
            119223,
            "3a9cf6aacab05003fe3edaa9a9150841e080ecd3b7e6383571bc3570c23c7118",
        ),
        (
            "drum_cymbal_pedal",
            22633,
            "af2cf5e259f3671d9b363418b9d222b742cf6e41dd3e6871b23f2b4ce8b36635",
        ),
        (
            "drum_cymbal_soft",
            59794,
            "ab4cee3de9beaf99bf658f2ad54e1e9a8e5befbe96958133bdb818dfe348b0dd",
        ),
        (
            "drum_heavy_kick",
            19715,
            "9c141c8de85e695baf6d490c9904b057d97c2c49fa3985f0396fea320ce35a57",
        ),
        ("drum_roll", 327110, "c83acd81dd2dcb6072678512a0fd4121b9aa23273d155cf6d6b24c0ef2513f0b"),
        (
            "drum_snare_hard",
            29657,
            "1b2325523ed2a93da49df338ef861b4c35bfcbdc2e5e726ce1e873201883ffe4",
        ),
        (
            "drum_snare_soft",
            23031,
            "3da004f932da94c4a4ccf1066f973c08ebe314875304333c1b257dbd6725ad9e",
        ),
        (
            "drum_splash_hard",
            149979,
            "4a050000a71b313c449580b98b48d7c3a808eabfeccdffcf8dc35071d665a679",
        ),
        (
            "drum_splash_soft",
            111257,
            "30339472b3c399c68b6ca4971f8fddb2d0529468c5f4320fd77149c5e5c909fc",
        ),
        (
            "drum_tom_hi_hard",
            34839,
            "18d53d2dac65d1cd2b0b1f23eaa68e6233beb6e84d4352191cc6e6ea5200295c",
        ),
        (
            "drum_tom_hi_soft",
            27177,
            "33717a5c456c8d7783226a85e4809f298bfec0e1eb2772da41005757ac8e9124",
        ),
        (
            "drum_tom_lo_hard",
            43852,
            "e8caf199618dfee0d9941446f5e80ef8722ee239def78f5b31bd6ec7c27d597e",
        ),
        (
            "drum_tom_lo_soft",
            32900,
            "473adf163ce22285b633d2a7f7c673a9f1d0820b0ea184cb497ee45d66c939c3",
        ),
        (
            "drum_tom_mid_hard",
            35726,
            "712e960a8107edaf168e6c737eb5729e7c35cad8b0510c48aecf7e24357a2d06",
        ),
        (
            "drum_tom_mid_soft",
            28852,
            "01105a7914ae2ee5254f2ae955057a8f90246f7d30a40edb35fcbdc8c85e5119",
        ),
        ("elec_bell", 20377, "3e94a475dd4fd588f6547d1e0bf4bb22d9f39858498fdf72751b60a008f6164d"),
        ("elec_blip", 16299, "6d082528d45fe31a07104a430ed229f8782e322bf985f9299099c000755214b5"),
        ("elec_blip2", 19069, "b49e623b8414e05f279564cc022b3ee7f2a9361548c8aed22741613a7f9b8250"),
        ("elec_bong", 10342, "e4f76c4bff74af70b89eae6c7e72ddce9dfd9df8a1b68fe0a663c6a91e192b61"),
        ("elec_chime", 86050, "6491cb81484f9ec8da9b19eac3aa88b234d5519becc7a96172d54a1da1b21f0f"),
        ("elec_cymbal", 31183, "00d18c8b6a8114948b316c86bf960dfcc355d3aeb712a78c5fbbccb2093b8752"),
        (
            "elec_filt_snare",
            76887,
            "648b29977bfd75f0aeb33215da0a2f44a214d2256fd81f3e24f458a7fe041db2",
        ),
        ("elec_flip", 12317, "79196827802c718dcedfb3cd11bf0579f6dd62d57644e08af2d0fe0b911876e5"),
        (
            "elec_fuzz_tom",
            55080,
            "b2fada15c49bb61e4e6a89a57cbbe407ecbb117d058c0abcebb43ee1081f38d2",
        ),
        (
            "elec_hi_snare",
            20908,
            "73dca64f3c994ebde945572933f73d431f2813bacec8267065c76f176d5656e3",
        ),
        (
            "elec_hollow_kick",
            13767,
            "bcccfba9f68bf248c6dac11311f62fd42a18c05dcf67ab8eaec912214fb481bb",
        ),
        (
            "elec_lo_snare",
            26946,
            "720dc00b02969e5951417ae3e20096d594d1b23aff6758bff61c57ddfcba1acd",
        ),
        (
            "elec_mid_snare",
            30714,
            "37cc37fcefef613f3a1e8d4e16e212345930f80ff2132de22c2ca2b88ec59a1c",
        ),
        ("elec_ping", 16964, "3a9d365271168d9283782d8671cfa6b2787427b2e1e387729555b538a1bf1a3b"),
        ("elec_plip", 14521, "6bae1bd8db6167732001372b5286f27d1db28b512dde11673f66e1dfb041bae1"),
        ("elec_pop", 12611, "c7cd99162f0aecf2cc3c18775c81f25819855b075d0a07ec9fa321e1e3cf8e19"),
        ("elec_snare", 17894, "a5548c4e418864f985b7efc92776ffa5d81a5273c26360f28c1ea4f12c2a9865"),
        (
            "elec_soft_kick",
            14059,
            "07121a5d607c9998e0153751680a32e928c3fbf41d734a8c8fef4ce257bf3ed6",
        ),
        ("elec_tick", 9426, "ac3fa3c78f8af1509e4c90425e04173816cf7db968f1e31a34719c7e319312c5"),
        (
            "elec_triangle",
            16144,
            "850027f2d7e5b882b3689d91f2b95b5a26fbef43fc4e37fc3043c81ce52acbc4",
        ),
        ("elec_twip", 15914, "38da0318d5cb305cc506710e2f05032e5fb38af44a234d5fc81a4e99adcfa706"),
        ("elec_wood", 24617, "f046ea904a91f742d3436250a2bdf2d1c21ff91a227606ddbadc4d4bee1e69fa"),
        (
            "misc_cineboom",
            534491,
            "a03bc3dd148809d816a558c93e53af5948b846ca0abf454b238d3e243a404a60",
        ),
        ("perc_bell", 330754, "7d88fccc70acaeec1800976f57dc46e7fb80fd66668d3220c4961a11c8d30f9b"),
        ("perc_snap", 22089, "09d5cc75cd9ef183e9464801c7e7b2e441ca8e12f99b2610cbc2d5168297a19d"),
        ("perc_snap2", 23781, "03242155cc005d9ffa6236b7841d389bb6d03280c5cc9c0e2ebc05e8c916c425"),
        ("perc_swash", 56001, "c2d125db98ff2d79f3a89a08a24b6618dc1f0410c2cc717e8cc83ebc6956dcca"),
        ("perc_till", 96203, "c6a97c7fb370725c1a0afb6378540aa1205d0b928723f7e92bd5ba3ab3859dc9"),
        ("sn_dolf", 50242, "88d04c0cf427f1af163479edb9d6477b95d0db0a790633cb87bbd3f3430207c7"),
        ("sn_dub", 43927, "165ddba961a14430ae6bbc0fad465d975c9b0b28a454c89076ab4d21b0f4613b"),
        ("sn_generic", 53335, "c7682e3916a5eee1cdafac18d2a4a9e03e96f6ed5ccabed4a4ff4816c103860f"),
        ("sn_zome", 56666, "9621c28afb20fd135656ed02038df0704d0ad7b8d2d51835adbfebfd560bc7e9"),
        (
            "vinyl_backspin",
            119885,
            "ef64d5951df8fb862fdac7adca39ef637762511d6e1b2c9933bc385b5ad2d203",
        ),
        ("vinyl_hiss", 670171, "4e3fdaaff3399328e5a4ffc7e32292fba6ccbd3ba5353e0c8060b0ef1dc908f7"),
        (
            "vinyl_rewind",
            239824,
            "ad587a5598de7a12a225e29d6326e6a212601c81550b48e16979709a54476b93",
        ),
        (
            "vinyl_scratch",
            15944,
            "2dc0fedcfeaa308889d065f6911da95f42cc24f0806ff823cd006a045dbe490b",
        ),
    )
)
