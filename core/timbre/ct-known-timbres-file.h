/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * The file of known timbres. */
#ifndef CT_KNOWN_TIMBRES_FILE_H
#define CT_KNOWN_TIMBRES_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-status.h"
#include "core/timbre/ct-known-timbres.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The format, little-endian: the magic "CTTIMBRE", uint32 version (1), uint32 number of timbres, uint64 FNV-1a hash of
 * everything after it; then for every timbre char name[64] (UTF-8, zero-padded), uint32 colour, uint32 program, uint64
 * encoder, uint32 number of songs it was learned from, uint32 number of those that are marked, uint32 number of
 * prototypes, uint32 0; the marks, uint64 each; and for every prototype float32 embedding[32], float32 pitch, float32
 * weight and uint64 song. */

/** The largest file that is read. */
#define CT_KNOWN_TIMBRES_MAX_BYTES ((size_t) 4 << 20)

/** Reads known timbres from memory, which is not trusted.
 *
 * @param data      [size] bytes of the format
 * @param size      how many
 * @param[out] out  what they hold; free it with ct_known_timbres_free()
 * @return CT_STATUS_OK; CT_STATUS_NOT_TIMBRES for anything else, and files of later versions; CT_STATUS_DAMAGED for one
 * that is altered or cut short; CT_STATUS_NO_MEMORY */
CtStatus ct_known_timbres_decode (const uint8_t *data, size_t size, CtKnownTimbres **out) CT_MUST_USE;

/** Writes known timbres into memory.
 *
 * @param self       the timbres
 * @param[out] data  [*size] bytes of the format; free them with free()
 * @param[out] size  how many
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY */
CtStatus ct_known_timbres_encode (const CtKnownTimbres *self, uint8_t **data, size_t *size) CT_MUST_USE;

/** Reads a file of known timbres, which is not trusted.
 *
 * @param path      the file
 * @param[out] out  what it holds; free it with ct_known_timbres_free()
 * @return as ct_known_timbres_decode(), or why it could not be read: CT_STATUS_NOT_FOUND where there is none */
CtStatus ct_known_timbres_load (const char *path, CtKnownTimbres **out) CT_MUST_USE;

/** Writes a file of known timbres: it appears whole or not at all.
 *
 * @param self  the timbres
 * @param path  the file
 * @return CT_STATUS_OK, CT_STATUS_NO_MEMORY, or why it could not be written */
CtStatus ct_known_timbres_save (const CtKnownTimbres *self, const char *path) CT_MUST_USE;

/** Keeps other programs from changing a file of known timbres, waiting for those that do.
 *
 * @param path  the file, which need not be there
 * @return what close() ends it with; -1: its folder cannot be opened, errno says why */
int ct_known_timbres_lock (const char *path) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
