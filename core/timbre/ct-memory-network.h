/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * The network that lets the notes of a recording look at each other, so that their timbres part. */
#ifndef CT_MEMORY_NETWORK_H
#define CT_MEMORY_NETWORK_H

#include <stddef.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/network/ct-simd.h"
#include "core/network/ct-weights.h"
#include "core/timbre/ct-timbre-patterns.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The dimensions of what the network makes of an embedding, a vector of unit length. */
#define CT_TIMBRE_SIZE 16

/** The trained associative memory, specified in core/training/MODEL.md: layers of self-attention among the patterns of
 * one recording, each a recall of a modern Hopfield network with learned queries, keys and values (H. Ramsauer et al.
 * 2020), biased by how two notes stand to each other in time and pitch and by what the user fixed. Immutable; threads
 * may share it. */
typedef struct _CtMemoryNetwork CtMemoryNetwork;

/** Makes the network.
 *
 * @param weights   its weights, which must outlive it
 * @param level     the instructions to use
 * @param[out] out  the network; free it with ct_memory_network_free(). NULL where the weights have no memory
 * @return CT_STATUS_OK; CT_STATUS_BAD_WEIGHTS where a tensor is missing or does not fit the others or the encoder;
 *         CT_STATUS_BAD_ARGUMENT where @p level cannot run here; CT_STATUS_NO_MEMORY */
CtStatus ct_memory_network_new (const CtWeights *weights, CtSimdLevel level, CtMemoryNetwork **out) CT_MUST_USE;

/** Frees the network.
 *
 * @param self  the network, or NULL */
void ct_memory_network_free (CtMemoryNetwork *self);

/** Finds the timbre of every note of a recording. The patterns look at each other; every other note looks at them
 * alone, so that its presence changes nothing else.
 *
 * @param self          the network
 * @param embeddings    [n][CT_EMBEDDING_SIZE], the encoder's
 * @param notes         [n]
 * @param fixed         [n], the track that the user fixed each note to, -1 for the others; or NULL
 * @param n             how many notes
 * @param patterns      which of them are patterns
 * @param[out] timbres  [n][CT_TIMBRE_SIZE], unit vectors
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY */
CtStatus ct_memory_network_run (const CtMemoryNetwork *self,
                                const float *embeddings,
                                const CtNote *notes,
                                const int *fixed,
                                size_t n,
                                const CtTimbrePatterns *patterns,
                                float *timbres) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
