/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/timbre/ct-nearest-timbre.h"

#include <stdlib.h>

#include "core/timbre/ct-timbre-memory-private.h"
#include "core/timbre/ct-timbre-memory.h"
#include "core/timbre/ct-timbre-patterns.h"
#include "core/timbre/ct-timbre-space.h"

typedef struct
{
  CtTimbrePatterns patterns;
  CtTimbreSpace space;
  CtTimbreMemory *memory;
  int groups[CT_TIMBRE_PATTERNS]; /* of the patterns; -1: it does not vote */
  float *votes;                   /* [n_groups] */
  size_t n_groups;
  size_t n_voters;
} Voters;

/* @voting ([n]) is which notes have a vote, for their group. */
static CtStatus
gather (Voters *self,
        const CtMemoryNetwork *network,
        const float *embeddings,
        const CtNote *notes,
        const int *voting,
        size_t n)
{
  CtStatus status = ct_timbre_patterns_choose (notes, voting, n, &self->patterns);

  if (status == CT_STATUS_OK)
    status = ct_timbre_space_init (&self->space, network, embeddings, notes, NULL, n, &self->patterns);
  if (status == CT_STATUS_OK)
    status = ct_timbre_memory_new (self->space.timbres, self->space.width, notes, &self->patterns, &self->memory);
  if (status != CT_STATUS_OK)
    return status;
  for (size_t i = 0; i < self->patterns.n; i++)
    {
      self->groups[i] = voting[self->patterns.notes[i]];
      self->n_voters += self->groups[i] >= 0;
      if (self->groups[i] >= (int) self->n_groups)
        self->n_groups = (size_t) self->groups[i] + 1;
    }
  self->votes = calloc (self->n_groups + 1, sizeof *self->votes);
  return self->votes ? CT_STATUS_OK : CT_STATUS_NO_MEMORY;
}

CtStatus
ct_nearest_timbre (const CtMemoryNetwork *network,
                   const float *embeddings,
                   const CtNote *notes,
                   const int *groups,
                   size_t n,
                   int *nearest)
{
  Voters *self = calloc (1, sizeof *self);
  int *voting = malloc ((n + 1) * sizeof *voting);
  CtStatus status = self && voting ? CT_STATUS_OK : CT_STATUS_NO_MEMORY;

  for (size_t i = 0; status == CT_STATUS_OK && i < n; i++)
    voting[i] = notes[i].uncertain ? -1 : groups[i];
  if (status == CT_STATUS_OK)
    status = gather (self, network, embeddings, notes, voting, n);
  for (size_t i = 0; status == CT_STATUS_OK && i < n; i++)
    {
      nearest[i] = groups[i];
      if (groups[i] < 0 && self->n_voters > 0)
        nearest[i] = ct_timbre_memory_vote (self->memory, ct_timbre_space_at (&self->space, i), self->groups,
                                            self->n_groups, self->votes);
    }
  if (self)
    {
      ct_timbre_space_clear (&self->space);
      ct_timbre_memory_free (self->memory);
      free (self->votes);
    }
  free (self);
  free (voting);
  return status;
}
