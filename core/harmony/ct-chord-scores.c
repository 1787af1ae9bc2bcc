/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A segment of a few beats is scored as one: bass note and off-beat chord, or the notes of a broken chord, tell of it
 * together. What a note is worth depends on what it is in the chord, not on the kind of chord or its root, so that few
 * numbers say all. They begin from those that make the true chords of generated pieces most probable with the notes
 * that the program finds; a note outside costs more than that, so that chords which such pieces lack are found, too. */
#include "core/harmony/ct-chord-scores-private.h"

#include <math.h>
#include <string.h>

/* What a note is in a chord. */
typedef enum
{
  ROLE_ROOT,
  ROLE_THIRD, /* or what stands in its place */
  ROLE_FIFTH,
  ROLE_SEVENTH,
  ROLE_ADDED, /* sixth or ninth */
  ROLE_OUTSIDE,
  N_ROLES
} Role;

/* A beat in which nothing else sounds is worth this. */
static const float note_worth[N_ROLES] = { -2.1f, -1.5f, -1.8f, -4.0f, -7.0f, -17.0f };
static const float bass_worth[N_ROLES] = { 1.5f, 0.7f, 1.1f, 0.6f, -0.2f, -0.2f };
/* The bass where a segment begins is worth this once. */
static const float start_worth[N_ROLES] = { 0.4f, -1.5f, -3.3f, -1.8f, -3.0f, -3.0f };

/* What a beat without a chord is worth where notes sound, and what one with a chord costs where none do. */
#define NO_CHORD_WORTH (-7.2f)
#define NO_CHORD_START_WORTH (-2.0f)
#define SILENCE_COST 0.8f
/* From so much on notes are heard as loud as can be. */
#define HEARD 0.5
/* What a kind costs that is rare by one, in a segment and in each of its beats. */
#define RARITY_COST 2.1f
#define RARITY_COST_A_BEAT 1.7f
/* What a note outside the key costs in a segment. */
#define OUTSIDE_COST 2.5f

/* How rare a kind of chord is. */
static const float rarity[CT_N_CHORD_QUALITIES] = {
  [CT_CHORD_MAJOR] = 0.0f,          [CT_CHORD_MINOR] = 0.0f,           [CT_CHORD_DIMINISHED] = 0.6f,
  [CT_CHORD_AUGMENTED] = 0.3f,      [CT_CHORD_SEVENTH] = 0.45f,        [CT_CHORD_MAJOR_SEVENTH] = 0.55f,
  [CT_CHORD_MINOR_SEVENTH] = 0.55f, [CT_CHORD_HALF_DIMINISHED] = 0.7f, [CT_CHORD_DIM_SEVENTH] = 0.8f,
  [CT_CHORD_SIXTH] = 0.6f,          [CT_CHORD_MINOR_SIXTH] = 0.6f,     [CT_CHORD_SUS2] = 0.5f,
  [CT_CHORD_SUS4] = 0.7f,           [CT_CHORD_NINTH] = 0.8f,
};

static Role
role_of (CtChordQuality quality, int interval)
{
  static const Role roles[CT_N_PITCH_CLASSES] = { ROLE_ROOT,  ROLE_OUTSIDE, ROLE_ADDED,   ROLE_THIRD,
                                                  ROLE_THIRD, ROLE_THIRD,   ROLE_FIFTH,   ROLE_FIFTH,
                                                  ROLE_FIFTH, ROLE_ADDED,   ROLE_SEVENTH, ROLE_SEVENTH };

  if (!((ct_chord_intervals (quality) >> interval) & 1))
    return ROLE_OUTSIDE;
  if (quality == CT_CHORD_SUS2 && interval == 2)
    return ROLE_THIRD;
  if (quality == CT_CHORD_DIM_SEVENTH && interval == 9)
    return ROLE_SEVENTH;
  return roles[interval];
}

void
ct_chord_templates_init (CtChordTemplates *self)
{
  memset (self, 0, sizeof *self);
  for (int quality = CT_CHORD_NONE + 1; quality < CT_N_CHORD_QUALITIES; quality++)
    for (int interval = 0; interval < CT_N_PITCH_CLASSES; interval++)
      {
        Role role = role_of ((CtChordQuality) quality, interval);

        self->note[quality][interval] = note_worth[role];
        self->bass[quality][interval] = bass_worth[role];
        self->start[quality][interval] = start_worth[role];
      }
}

/* A bit for each pitch class of a key, the raised seventh of minor among them. */
static unsigned
key_classes (const CtKey *key)
{
  unsigned bits = 0;

  for (int i = 0; i < 7; i++)
    bits |= 1u << (((7 * (key->fifths + i - 1)) % CT_N_PITCH_CLASSES + CT_N_PITCH_CLASSES) % CT_N_PITCH_CLASSES);
  if (key->minor)
    bits |= 1u << (ct_key_tonic (key) + CT_N_PITCH_CLASSES - 1) % CT_N_PITCH_CLASSES;
  return bits;
}

static double
total_of (const float *amounts)
{
  double total = 0;

  for (int k = 0; k < CT_N_PITCH_CLASSES; k++)
    total += amounts[k];
  return total;
}

void
ct_chord_evidence_measure (CtChordEvidence *self, const CtChordTemplates *templates, const CtPitchProfile *beat)
{
  float beat_s = (float) (beat->end_s - beat->start_s), start_total = (float) total_of (beat->start) + 1e-3f;

  memset (self, 0, sizeof *self);
  for (int state = 0; state < CT_NO_CHORD_STATE; state++)
    {
      CtChordQuality quality = ct_chord_state_quality (state);

      for (int k = 0; k < CT_N_PITCH_CLASSES; k++)
        {
          int interval = (k - ct_chord_state_root (state) + CT_N_PITCH_CLASSES) % CT_N_PITCH_CLASSES;

          self->notes[state] += beat_s * beat->all[k] * templates->note[quality][interval];
          self->bass[state] += beat_s * beat->bass[k] * templates->bass[quality][interval];
          self->start[state] += beat->start[k] / start_total * templates->start[quality][interval];
        }
    }
  self->notes_total = beat_s * total_of (beat->all);
  self->bass_total = beat_s * total_of (beat->bass);
  self->length_s = beat_s;
  self->n_beats = 1;
}

void
ct_chord_evidence_prepend (CtChordEvidence *self, const CtChordEvidence *beat)
{
  for (int state = 0; state < CT_NO_CHORD_STATE; state++)
    {
      self->notes[state] += beat->notes[state];
      self->bass[state] += beat->bass[state];
    }
  memcpy (self->start, beat->start, sizeof self->start);
  self->notes_total += beat->notes_total;
  self->bass_total += beat->bass_total;
  self->length_s += beat->length_s;
  self->n_beats += beat->n_beats;
}

void
ct_chord_evidence_score (const CtChordEvidence *self, const CtKey *key, float *scores)
{
  float beats = (float) self->n_beats, heard = (float) fmin (self->notes_total / self->length_s / HEARD, 1.0);
  float a_note = beats / (float) (self->notes_total + 1e-9), a_bass = beats / (float) (self->bass_total + 1e-9);
  unsigned classes = key_classes (key);

  for (int state = 0; state < CT_NO_CHORD_STATE; state++)
    {
      CtChord chord = { .quality = ct_chord_state_quality (state), .root = (uint8_t) ct_chord_state_root (state) };
      float cost = rarity[chord.quality] * (RARITY_COST + RARITY_COST_A_BEAT * beats);
      unsigned outside;

      chord.bass = chord.root;
      outside = ct_chord_pitch_classes (&chord) & ~classes;
      for (; outside; outside &= outside - 1)
        cost += OUTSIDE_COST;
      scores[state] = heard * (a_note * self->notes[state] + a_bass * self->bass[state] + self->start[state] - cost)
                      - (1 - heard) * SILENCE_COST * beats;
    }
  scores[CT_NO_CHORD_STATE] = heard * (beats * NO_CHORD_WORTH + NO_CHORD_START_WORTH);
}
