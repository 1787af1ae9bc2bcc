/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/midi/ct-midi-drums.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/ct-drum.h"

#define NO_GROUP (-1)
#define MAX_VELOCITY 127

/* What each key is played for. */
typedef struct
{
  size_t notes[CT_MIDI_N_KEYS];
  int groups[CT_MIDI_N_KEYS];
} Keys;

static void
count_notes (Keys *self, const CtMidiSong *song)
{
  for (size_t i = 0; i < song->n_tracks; i++)
    for (size_t k = 0; k < song->tracks[i].n_notes && song->tracks[i].percussion; k++)
      self->notes[song->tracks[i].notes[k].midi]++;
}

/* Finds the groups that keys have already. */
static void
find_groups (Keys *self, const CtPercussion *percussion)
{
  for (int key = 0; key < CT_MIDI_N_KEYS; key++)
    self->groups[key] = NO_GROUP;
  for (size_t i = percussion->n_groups; i-- > 0;)
    self->groups[percussion->groups[i].drum] = (int) i;
}

/* Marks the keys that get a new group, in @chosen. */
static void
choose (const Keys *self, size_t room, bool *chosen)
{
  for (; room > 0; room--)
    {
      int best = NO_GROUP;

      for (int key = CT_DRUM_LOW; key <= CT_DRUM_HIGH; key++)
        if (self->groups[key] == NO_GROUP && !chosen[key] && self->notes[key] > 0
            && (best == NO_GROUP || self->notes[key] > self->notes[best]))
          best = key;
      if (best == NO_GROUP)
        return;
      chosen[best] = true;
    }
}

static void
make_groups (Keys *self, CtPercussion *percussion)
{
  bool chosen[CT_MIDI_N_KEYS] = { false };

  choose (self, CT_MAX_HIT_GROUPS - percussion->n_groups, chosen);
  for (int key = CT_DRUM_LOW; key <= CT_DRUM_HIGH; key++)
    if (chosen[key])
      {
        self->groups[key] = (int) percussion->n_groups;
        percussion->groups[percussion->n_groups++] = (CtHitGroup){ .drum = (uint8_t) key };
      }
}

static void
append (CtPercussion *self, const Keys *keys, const CtMidiTrack *track)
{
  for (size_t i = 0; i < track->n_notes; i++)
    {
      const CtMidiNote *note = &track->notes[i];
      int group = keys->groups[note->midi];

      if (group != NO_GROUP)
        self->hits[self->n_hits++] = (CtHit){ note->onset_s, (float) note->velocity / MAX_VELOCITY, (uint8_t) group };
    }
}

CtStatus
ct_midi_drums_add (const CtMidiSong *song, const CtPercussion *percussion, CtPercussion *out, bool *taken)
{
  CtPercussion made = *percussion;
  Keys keys = { 0 };
  size_t n = percussion->n_hits;

  *out = (CtPercussion){ 0 };
  count_notes (&keys, song);
  find_groups (&keys, percussion);
  make_groups (&keys, &made);
  for (int key = 0; key < CT_MIDI_N_KEYS; key++)
    {
      taken[key] = keys.groups[key] != NO_GROUP && keys.notes[key] > 0;
      n += taken[key] ? keys.notes[key] : 0;
    }
  if (n > CT_MAX_HITS)
    return CT_STATUS_TOO_LARGE;
  made.hits = n > 0 ? malloc (n * sizeof *made.hits) : NULL;
  if (n > 0 && !made.hits)
    return CT_STATUS_NO_MEMORY;
  if (percussion->n_hits > 0)
    memcpy (made.hits, percussion->hits, percussion->n_hits * sizeof *made.hits);
  for (size_t i = 0; i < song->n_tracks; i++)
    if (song->tracks[i].percussion)
      append (&made, &keys, &song->tracks[i]);
  ct_percussion_sort (&made);
  *out = made;
  return CT_STATUS_OK;
}
