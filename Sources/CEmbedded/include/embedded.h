#pragma once
#include <stddef.h>

/// A file of the repository that is part of the program.
typedef struct dd_embedded_file {
    /// Path from the root of the repository, as in "blocks/run_card.json".
    const char *path;
    const unsigned char *bytes;
    size_t size;
} dd_embedded_file;

/// The number of embedded files.
size_t dd_embedded_count(void);
/// The file at `index`, which is below `dd_embedded_count()`.
dd_embedded_file dd_embedded_at(size_t index);
