/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_STEM_HASH_PRIVATE_H
#define CT_STEM_HASH_PRIVATE_H

#include <stdint.h>
#include <string.h>

#include "core/isolation/ct-track-isolation.h"

/* A fast hash of 128 bits: against accidents, not attackers, who could change the cached audio just as well.
 */
typedef struct
{
  uint64_t a, b;
} CtStemHash;

static inline uint64_t
ct_stem_hash_mix (uint64_t x)
{
  /* the finaliser of splitmix64 (G. Steele et al. 2014) */
  x = (x ^ x >> 30) * UINT64_C (0xbf58476d1ce4e5b9);
  x = (x ^ x >> 27) * UINT64_C (0x94d049bb133111eb);
  return x ^ x >> 31;
}

static inline void
ct_stem_hash_word (CtStemHash *self, uint64_t word)
{
  uint64_t mixed = ct_stem_hash_mix (word + UINT64_C (0x9e3779b97f4a7c15));

  self->a = (self->a ^ mixed) * UINT64_C (0x9fb21c651e98df25);
  self->a = self->a << 29 | self->a >> 35;
  self->b = (self->b + mixed) * UINT64_C (0xd6e8feb86659fd93);
  self->b = (self->b << 41 | self->b >> 23) ^ self->a;
}

static inline void
ct_stem_hash_init (CtStemHash *self, uint64_t seed)
{
  *self = (CtStemHash){ UINT64_C (0x243f6a8885a308d3), UINT64_C (0x13198a2e03707344) };
  ct_stem_hash_word (self, seed);
}

static inline void
ct_stem_hash_double (CtStemHash *self, double value)
{
  uint64_t word;

  memcpy (&word, &value, sizeof word);
  ct_stem_hash_word (self, word);
}

static inline void
ct_stem_hash_bytes (CtStemHash *self, const void *data, size_t size)
{
  const char *at = data;
  uint64_t word;

  for (; size >= sizeof word; at += sizeof word, size -= sizeof word)
    {
      memcpy (&word, at, sizeof word);
      ct_stem_hash_word (self, word);
    }
  word = size;
  memcpy (&word, at, size);
  ct_stem_hash_word (self, word ^ (uint64_t) size << 56);
}

static inline CtStemKey
ct_stem_hash_end (const CtStemHash *self)
{
  return (CtStemKey){ { ct_stem_hash_mix (self->a ^ self->b), ct_stem_hash_mix (self->b + self->a * 3) } };
}

#endif
