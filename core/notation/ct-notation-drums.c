/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The drums of a piece, and the voices of a drummer. */
#include <string.h>

#include "core/base/ct-drum.h"
#include "core/notation/ct-notation-private.h"

#define ACOUSTIC_BASS_DRUM 35
#define BASS_DRUM 36
#define PEDAL_HI_HAT 44

void
ct_notation_drums_init (CtNotation *self, const CtPercussion *percussion)
{
  const CtHitGroup *players[CT_DRUM_HIGH + 1] = { NULL };

  for (size_t i = percussion->n_hits; i-- > 0;)
    {
      const CtHitGroup *group = &percussion->groups[percussion->hits[i].group];

      /* of several groups that are one drum the first one names it */
      if (!players[group->drum] || group < players[group->drum])
        players[group->drum] = group;
    }
  for (uint8_t key = CT_DRUM_LOW; key <= CT_DRUM_HIGH; key++)
    if (players[key])
      {
        CtNotationDrum *drum = &self->drums[self->n_drums++];

        drum->key = key;
        strncpy (drum->name, ct_hit_group_name (players[key]), sizeof drum->name - 1);
      }
}

static bool
is_for_feet (uint8_t key)
{
  return key == ACOUSTIC_BASS_DRUM || key == BASS_DRUM || key == PEDAL_HI_HAT;
}

void
ct_notation_drums_split_voices (CtPlacedNote *hits, size_t n)
{
  bool hands = false;

  for (size_t i = 0; i < n; i++)
    hands = hands || !is_for_feet (hits[i].midi);
  for (size_t i = 0; i < n; i++)
    hits[i].voice = hands && is_for_feet (hits[i].midi);
}

const CtNotationDrum *
ct_notation_drums (const CtNotation *self, size_t *n)
{
  *n = self->n_drums;
  return self->drums;
}
