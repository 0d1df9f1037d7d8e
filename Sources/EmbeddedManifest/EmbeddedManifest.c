#include "EmbeddedManifest.h"

// A generated Swift literal of this size would compile for minutes; `#embed` (C23) is instant,
// and the build system tracks the file, so a changed manifest rebuilds the binary.
#pragma clang diagnostic ignored "-Wc23-extensions"
static const unsigned char manifest[] = {
#embed "../../tools-manifest.json"
};

const unsigned char *clickport_embedded_manifest(void) { return manifest; }

size_t clickport_embedded_manifest_size(void) { return sizeof manifest; }
