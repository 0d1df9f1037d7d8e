#include "EmbeddedManifest.h"

// Generated Swift literals of this size would compile for minutes; `#embed` (C23) is instant, and
// the build system tracks the files, so a changed one rebuilds the binary.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char manifest[] = {
#embed "../../tools-manifest.json"
};

static const unsigned char table[] = {
#embed "manifest-table.txt"
};

static const unsigned char chart[] = {
#embed "chart.html"
};

static const unsigned char demo[] = {
#embed "../../examples/demo.in.jsonl"
};

const unsigned char *clickport_embedded_manifest(void) { return manifest; }

size_t clickport_embedded_manifest_size(void) { return sizeof manifest; }

const unsigned char *clickport_embedded_table(void) { return table; }

size_t clickport_embedded_table_size(void) { return sizeof table; }

const unsigned char *clickport_embedded_chart(void) { return chart; }

size_t clickport_embedded_chart_size(void) { return sizeof chart; }

const unsigned char *clickport_embedded_demo(void) { return demo; }

size_t clickport_embedded_demo_size(void) { return sizeof demo; }
