/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/network/ct-weights.h"
#include "core/timbre/ct-memory-network.h"

G_BEGIN_DECLS

/* What the program was trained to know, shared by all documents. Made on demand, kept until the program ends; from any
 * thread. */

/* NULL if there is no memory for them. */
const CtWeights *ct_model_get_weights (void);

/* What parts the timbres of embeddings that ct_model_get_encoder() made; NULL if there is no memory for it. */
const CtMemoryNetwork *ct_model_get_memory (void);

/* The mark of the encoder: embeddings that another one made cannot be compared with its own. 0 only if there is no
 * memory. */
guint64 ct_model_get_encoder (void);

G_END_DECLS
