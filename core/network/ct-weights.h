/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * The trained weights of the networks. */
#ifndef CT_WEIGHTS_H
#define CT_WEIGHTS_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Named arrays of numbers: the built-in model, or one from a file. Immutable; threads may share it.
 *
 * The format, little-endian: the magic "CTWEIGHT", uint32 version (1), uint32 number of tensors, uint64 FNV-1a hash of
 * everything after it; then for every tensor char name[32] (zero-padded), uint32 number of dimensions (1 to 4),
 * uint32 dimensions[4] (unused ones 1), and after all of these headers the float32 values, tensor after tensor. */
typedef struct _CtWeights CtWeights;

/** Loads the weights built into the library.
 *
 * @param[out] out  the weights; free them with ct_weights_free()
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY */
CtStatus ct_weights_new_builtin (CtWeights **out) CT_MUST_USE;

/** Loads weights from a file, which is not trusted.
 *
 * @param path      the file
 * @param[out] out  the weights; free them with ct_weights_free()
 * @return CT_STATUS_OK; CT_STATUS_BAD_WEIGHTS where the file has another format, is cut short or altered, or contains a
 *         number that is not finite; or why it could not be read */
CtStatus ct_weights_new_from_file (const char *path, CtWeights **out) CT_MUST_USE;

/** Loads weights from memory, which is copied.
 *
 * @param data      [size] bytes of the format
 * @param size      how many
 * @param[out] out  the weights; free them with ct_weights_free()
 * @return CT_STATUS_OK, CT_STATUS_BAD_WEIGHTS or CT_STATUS_NO_MEMORY */
CtStatus ct_weights_new_from_data (const void *data, size_t size, CtWeights **out) CT_MUST_USE;

/** Frees weights.
 *
 * @param self  the weights, or NULL */
void ct_weights_free (CtWeights *self);

/** Looks up a tensor.
 *
 * @param self    the weights
 * @param name    the tensor's name
 * @param n_dims  how many dimensions it must have
 * @param dims    [n_dims], the sizes it must have
 * @return its values in row-major order, valid as long as @p self; NULL where it is missing or has another shape */
const float *ct_weights_get (const CtWeights *self, const char *name, size_t n_dims, const size_t *dims);

/** Looks up a tensor's first dimension.
 *
 * @param self  the weights
 * @param name  the tensor's name
 * @return its first dimension; 0 where it is missing */
size_t ct_weights_length (const CtWeights *self, const char *name);

/** Marks some of the tensors: what was computed with others gets another mark.
 *
 * @param self    the weights
 * @param prefix  how their names begin
 * @return a hash of their names, sizes and values, not 0 */
uint64_t ct_weights_fingerprint (const CtWeights *self, const char *prefix);

/** Counts parameters.
 *
 * @param self    the weights
 * @param prefix  how the tensors' names begin; "": all of them
 * @return how many numbers they have together */
size_t ct_weights_n_parameters (const CtWeights *self, const char *prefix);

#ifdef __cplusplus
}
#endif

#endif
