/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file of known timbres, and recognition by what it holds. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/network/ct-weights.h"
#include "core/timbre/ct-known-timbres-file.h"
#include "core/timbre/ct-known-timbres.h"
#include "tests/fuzz/fuzz-target.h"

#define HEADER_SIZE 24
#define HASH_AT 16

/* What was read can be used, and is written as it was read. */
static void
use (CtKnownTimbres *known, const uint8_t *data, size_t size)
{
  static CtWeights *weights;
  float embedding[CT_EMBEDDING_SIZE] = { 1 };
  CtNote note = { .midi = 60 };
  CtHeardTracks heard = { .embeddings = embedding, .notes = &note, .n = 1, .n_tracks = 1 };
  CtTimbreMatch match;
  uint8_t *again;
  size_t again_size;

  if (!weights)
    FUZZ_REQUIRE (ct_weights_new_builtin (&weights) == CT_STATUS_OK);
  heard.weights = weights;
  FUZZ_REQUIRE (ct_known_timbres_encode (known, &again, &again_size) == CT_STATUS_OK);
  FUZZ_REQUIRE (again_size == size && memcmp (again, data, size) == 0);
  free (again);
  for (size_t i = 0; i < ct_known_timbres_n (known); i++)
    {
      FUZZ_REQUIRE (ct_known_timbres_find (known, ct_known_timbres_get (known, i)->name) == (int) i);
      heard.encoder = ct_known_timbres_get (known, i)->encoder;
      FUZZ_REQUIRE (ct_known_timbres_match (known, &heard, &match) == CT_STATUS_OK);
      FUZZ_REQUIRE (match.probability >= 0 && match.probability <= 1);
    }
  while (ct_known_timbres_n (known) > 1)
    ct_known_timbres_merge (known, 0, 1);
}

static void
load (const uint8_t *data, size_t size)
{
  CtKnownTimbres *known;

  if (ct_known_timbres_decode (data, size, &known) != CT_STATUS_OK)
    return;
  use (known, data, size);
  ct_known_timbres_free (known);
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
