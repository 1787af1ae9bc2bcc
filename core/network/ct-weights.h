/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_WEIGHTS_H
#define CT_WEIGHTS_H

#include <stddef.h>

#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Named arrays of numbers, as trained: the built-in model, or one from a file. Immutable; threads may share it.
 *
 * The format, little-endian: the magic "CTWEIGHT", uint32 version (1), uint32 number of tensors, uint64 FNV-1a hash of
 * everything after it; then for every tensor char name[32] (zero-padded), uint32 number of dimensions (1 to 4),
 * uint32 dimensions[4] (unused ones 1), and after all of these headers the float32 values, tensor after tensor. */
typedef struct _CtWeights CtWeights;

/** The weights built into the library. The caller owns *@out. */
CtStatus ct_weights_new_builtin (CtWeights **out) CT_MUST_USE;

/** Weights from a file; CT_STATUS_BAD_WEIGHTS where it is none, cut short, altered, or holds a non-finite number. */
CtStatus ct_weights_new_from_file (const char *path, CtWeights **out) CT_MUST_USE;

/** Weights from memory, which is copied. */
CtStatus ct_weights_new_from_data (const void *data, size_t size, CtWeights **out) CT_MUST_USE;
void ct_weights_free (CtWeights *self);

/** The values of tensor @name, or NULL unless it has exactly the @n_dims dimensions of @dims. Valid as long as @self.
 */
const float *ct_weights_get (const CtWeights *self, const char *name, size_t n_dims, const size_t *dims);

/** The first dimension of tensor @name, 0 where there is none. */
size_t ct_weights_length (const CtWeights *self, const char *name);

/** How many numbers there are in all. */
size_t ct_weights_n_parameters (const CtWeights *self);

#ifdef __cplusplus
}
#endif

#endif
