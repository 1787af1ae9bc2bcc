/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The weights blob, and the networks made of what it holds. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-status.h"
#include "core/network/ct-simd.h"
#include "core/network/ct-weights.h"
#include "core/notes/ct-acoustic-model.h"
#include "core/timbre/ct-memory-network.h"
#include "core/timbre/ct-timbre-encoder.h"
#include "tests/fuzz/fuzz-target.h"

#define HEADER_SIZE 24
#define HASH_AT 16

static void
make_networks (const CtWeights *weights)
{
  CtAcousticModel *model;
  CtTimbreEncoder *encoder;
  CtMemoryNetwork *memory;

  if (ct_acoustic_model_new (weights, CT_SIMD_SCALAR, &model) == CT_STATUS_OK)
    ct_acoustic_model_free (model);
  if (ct_timbre_encoder_new (weights, CT_SIMD_SCALAR, &encoder) == CT_STATUS_OK)
    ct_timbre_encoder_free (encoder);
  if (ct_memory_network_new (weights, CT_SIMD_SCALAR, &memory) == CT_STATUS_OK)
    ct_memory_network_free (memory);
}

static void
load (const uint8_t *data, size_t size)
{
  CtWeights *weights;

  if (ct_weights_new_from_data (data, size, &weights) != CT_STATUS_OK)
    return;
  FUZZ_REQUIRE (4 * ct_weights_n_parameters (weights, "") <= size);
  make_networks (weights);
  ct_weights_free (weights);
}

/* The checksum keeps nearly every change out: with it made right, what lies behind is reached. */
static void
load_signed (const uint8_t *data, size_t size)
{
  uint8_t *copy = malloc (size);
  uint64_t hash = 0xcbf29ce484222325u;

  FUZZ_REQUIRE (copy);
  memcpy (copy, data, size);
  for (size_t i = HEADER_SIZE; i < size; i++)
    hash = (hash ^ copy[i]) * 0x100000001b3u;
  for (size_t i = 0; i < 8; i++)
    copy[HASH_AT + i] = (uint8_t) (hash >> (8 * i));
  load (copy, size);
  free (copy);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  load (data, size);
  if (size >= HEADER_SIZE)
    load_signed (data, size);
  return 0;
}
