/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_CHORD_SCORES_PRIVATE_H
#define CT_CHORD_SCORES_PRIVATE_H

#include "core/base/ct-chord.h"
#include "core/base/ct-key.h"
#include "core/harmony/ct-pitch-profiles-private.h"

/* All chords, by kind and root, and none. */
#define CT_N_CHORD_STATES (CT_N_PITCH_CLASSES * (CT_N_CHORD_QUALITIES - 1) + 1)
#define CT_NO_CHORD_STATE (CT_N_CHORD_STATES - 1)

/* What notes and basses are worth to each kind of chord, by the interval they make with its root. */
typedef struct
{
  float note[CT_N_CHORD_QUALITIES][CT_N_PITCH_CLASSES];
  float bass[CT_N_CHORD_QUALITIES][CT_N_PITCH_CLASSES];
  float start[CT_N_CHORD_QUALITIES][CT_N_PITCH_CLASSES];
} CtChordTemplates;

/* What speaks for each chord in a few beats that follow each other. */
typedef struct
{
  float notes[CT_N_CHORD_STATES]; /* added up over seconds */
  float bass[CT_N_CHORD_STATES];
  float start[CT_N_CHORD_STATES]; /* of the first beat */
  double notes_total, bass_total; /* what there was to add up */
  double length_s;
  int n_beats;
} CtChordEvidence;

void ct_chord_templates_init (CtChordTemplates *self);

static inline CtChordQuality
ct_chord_state_quality (int state)
{
  return state == CT_NO_CHORD_STATE ? CT_CHORD_NONE : (CtChordQuality) (state / CT_N_PITCH_CLASSES + 1);
}

static inline int
ct_chord_state_root (int state)
{
  return state % CT_N_PITCH_CLASSES;
}

/* What one beat says. */
void ct_chord_evidence_measure (CtChordEvidence *self, const CtChordTemplates *templates, const CtPitchProfile *beat);

/* Puts an earlier beat before what there is. */
void ct_chord_evidence_prepend (CtChordEvidence *self, const CtChordEvidence *beat);

/* Writes how probable each chord is through all the beats in @key: a logarithm and a constant, into @scores
 * ([CT_N_CHORD_STATES]). */
void ct_chord_evidence_score (const CtChordEvidence *self, const CtKey *key, float *scores);

#endif
