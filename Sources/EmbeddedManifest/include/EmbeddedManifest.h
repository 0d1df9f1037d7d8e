#ifndef CLICKPORT_EMBEDDED_MANIFEST_H
#define CLICKPORT_EMBEDDED_MANIFEST_H

#include <stddef.h>

/// The bytes of `tools-manifest.json` as they were when this binary was built. Not zero-terminated.
const unsigned char *clickport_embedded_manifest(void);

/// How many bytes `clickport_embedded_manifest` points at.
size_t clickport_embedded_manifest_size(void);

/// The bytes of `manifest-table.txt`, which tells what is in the manifest, likewise.
const unsigned char *clickport_embedded_table(void);

/// How many bytes `clickport_embedded_table` points at.
size_t clickport_embedded_table_size(void);

/// The bytes of `chart.html`, the page that draws answers, likewise.
const unsigned char *clickport_embedded_chart(void);

/// How many bytes `clickport_embedded_chart` points at.
size_t clickport_embedded_chart_size(void);

/// The bytes of `examples/demo.in.jsonl`, likewise.
const unsigned char *clickport_embedded_demo(void);

/// How many bytes `clickport_embedded_demo` points at.
size_t clickport_embedded_demo_size(void);

#endif
