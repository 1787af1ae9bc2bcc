/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ui/project/ct-project.h"

G_BEGIN_DECLS

/* The bytes of a project file:
 *
 *   offset  0  8 bytes   "\x93CLRTRA\n"
 *           8  guint32   version, little-endian
 *          12  guint32   0
 *          16  32 bytes  SHA-256 of everything from byte 48 on
 *          48  a GVariant of type a{sv} in little-endian byte order, described in ct-project-format-private.h
 *
 * A file is not trusted: its size, hash, type and normal form are checked, then every count, index and number against
 * the others. A project that was read is as valid as one that this program made. */

/* Earlier versions are read, too: version 3 has no keys and chords, versions 1 and 2 have no tempo map, and version 1
 * has embeddings of another encoder. */
#define CT_PROJECT_VERSION 4
#define CT_PROJECT_HEADER_SIZE 48

/* The limits of a project, far above anything made by hand. */
#define CT_PROJECT_MAX_BYTES (G_GINT64_CONSTANT (1) << 31)
#define CT_PROJECT_MAX_TRACKS 1000
#define CT_PROJECT_MAX_NOTES 2000000

/* The version of the project that starts with the @size bytes at @data; 0: not a project. */
guint32 ct_project_format_version (const void *data, gsize size);

/* NULL and @error (CT_FILE_ERROR) if a file cannot contain the project. @path is only used in errors. */
GBytes *ct_project_encode (const CtProject *self, const char *path, GError **error);

/* Does not trust @bytes. NULL and @error (CT_FILE_ERROR) if they are not valid. */
CtProject *ct_project_decode (GBytes *bytes, const char *path, GError **error);

G_END_DECLS
