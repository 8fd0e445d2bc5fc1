# The kernels once for each instruction set of the machine, and the add-on that hands them out: see build.mjs.
{
  "target_defaults": {
    "conditions": [
      ["sanitize == 1", {
        "cflags": [
          "-O1", "-g", "-fno-omit-frame-pointer", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"
        ],
        "ldflags": ["-fsanitize=address,undefined"]
      }]
    ],
    "cflags": [
      "-std=c17", "-O3", "-fPIC", "-fvisibility=hidden",
      "-Wall", "-Wextra", "-Wno-psabi", "-Wno-maybe-uninitialized",
      # What is not written as a fused multiply-add is not one, so that results do not depend on the compiler's mood.
      "-ffp-contract=off",
      "-fno-math-errno",
      "-fno-strict-aliasing",
      # Vectors are written by hand.
      "-fno-tree-vectorize"
    ],
    "xcode_settings": {
      "MACOSX_DEPLOYMENT_TARGET": "11.0",
      "OTHER_CFLAGS": [
        "-std=c17", "-O3", "-fvisibility=hidden", "-ffp-contract=off", "-fno-math-errno", "-fno-strict-aliasing",
        "-fno-vectorize", "-fno-slp-vectorize"
      ]
    }
  },
  "targets": [
    {
      "target_name": "logpi",
      "product_name": "<(product)",
      "sources": ["addon.c"],
      "defines": ["NAPI_VERSION=8", "LOGPI_SOURCE_HASH=\"<(source_hash)\""],
      "conditions": [
        ["target_arch == 'x64'", { "dependencies": ["avx512", "avx2", "sse4"] }, { "dependencies": ["neon"] }]
      ]
    }
  ],
  "conditions": [
    ["target_arch == 'x64'", {
      "targets": [
        {
          "target_name": "avx512",
          "type": "static_library",
          "sources": ["avx512.c"],
          "cflags": ["-mavx512f", "-mavx512bw", "-mavx512dq", "-mavx512vl", "-mavx2", "-mfma", "-mbmi2"],
          "xcode_settings": {
            "OTHER_CFLAGS": ["-mavx512f", "-mavx512bw", "-mavx512dq", "-mavx512vl", "-mavx2", "-mfma", "-mbmi2"]
          }
        },
        {
          "target_name": "avx2",
          "type": "static_library",
          "sources": ["avx2.c"],
          "cflags": ["-mavx2", "-mfma", "-mbmi2"],
          "xcode_settings": { "OTHER_CFLAGS": ["-mavx2", "-mfma", "-mbmi2"] }
        },
        {
          "target_name": "sse4",
          "type": "static_library",
          "sources": ["sse4.c"],
          "cflags": ["-msse4.1"],
          "xcode_settings": { "OTHER_CFLAGS": ["-msse4.1"] }
        }
      ]
    }, {
      "targets": [
        {
          "target_name": "neon",
          "type": "static_library",
          "sources": ["neon.c"]
        }
      ]
    }]
  ]
}
