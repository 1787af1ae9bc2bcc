/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of the stem cache, which lie in a folder where anybody may have put anything. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-status.h"
#include "core/isolation/ct-stem-cache.h"
#include "core/isolation/ct-stem-hash-private.h"
#include "core/isolation/ct-track-isolation.h"
#include "tests/fuzz/fuzz-folder.h"
#include "tests/fuzz/fuzz-target.h"

/* as the header of a file lies in it */
#define RECORDING_AT 24
#define KEY_AT 40
#define CHECKSUM_AT 56
#define SCALES_AT 72
#define HEADER_SIZE (SCALES_AT + 4 * CT_ISOLATION_MAX_STEMS)

static const CtStemKey recording = { { 1, 2 } }, key = { { 3, 4 } };

/* What is found can be used. */
static void
use (const CtStemBlock *block)
{
  size_t n = (size_t) block->n_stems * block->n_frames * block->channels;
  double sum = 0;

  FUZZ_REQUIRE (block->n_stems <= CT_ISOLATION_MAX_STEMS && block->channels >= 1 && block->channels <= 2);
  for (size_t i = 0; i < n; i++)
    sum += (double) block->samples[i];
  for (size_t i = 0; i < block->n_stems; i++)
    sum += (double) block->scales[i];
  FUZZ_REQUIRE (isfinite (sum));
}

/* In the place of what was not found, another block can be put. */
static void
replace (CtStemCache *cache)
{
  static const float samples[] = { 0.5f, -0.25f, 0, 1 };
  CtIsolatedBlock isolated = { .n_frames = 4, .n_stems = 1, .stems = { samples } };
  CtStemBlock *block;

  FUZZ_REQUIRE (!ct_stem_cache_has (cache, &key));
  FUZZ_REQUIRE (ct_stem_cache_put (cache, &key, &isolated, 1) == CT_STATUS_OK);
  block = ct_stem_cache_get (cache, &key);
  FUZZ_REQUIRE (block && block->n_frames == 4 && block->samples[3] == INT16_MAX);
  ct_stem_block_unref (block);
}

static void
load (const uint8_t *data, size_t size)
{
  CtStemCache *cache;
  CtStemBlock *block;
  char name[80];

  FUZZ_REQUIRE (ct_stem_cache_new (fuzz_folder (), 0, &recording, &cache) == CT_STATUS_OK);
  snprintf (name, sizeof name, "%016x%016x%016x%016x.stem", 1, 2, 3, 4);
  fuzz_folder_write (name, data, size);
  FUZZ_REQUIRE (ct_stem_cache_has (cache, &key));
  block = ct_stem_cache_get (cache, &key);
  if (block)
    use (block);
  else
    replace (cache);
  ct_stem_block_unref (block);
  ct_stem_cache_free (cache);
}

/* The keys and the checksum keep nearly every change out: with them made right, what lies behind is reached. */
static void
load_signed (const uint8_t *data, size_t size)
{
  uint8_t *copy = malloc (size);
  size_t n = (size - HEADER_SIZE) / sizeof (int16_t);
  CtStemHash hash;
  CtStemKey sum;

  FUZZ_REQUIRE (copy);
  memcpy (copy, data, size);
  memcpy (copy + RECORDING_AT, &recording, sizeof recording);
  memcpy (copy + KEY_AT, &key, sizeof key);
  ct_stem_hash_init (&hash, n);
  ct_stem_hash_bytes (&hash, copy + SCALES_AT, HEADER_SIZE - SCALES_AT);
  ct_stem_hash_bytes (&hash, copy + HEADER_SIZE, n * sizeof (int16_t));
  sum = ct_stem_hash_end (&hash);
  memcpy (copy + CHECKSUM_AT, &sum, sizeof sum);
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
