/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/harmony/ct-harmony-finder.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "core/harmony/ct-chord-finder-private.h"
#include "core/harmony/ct-key-finder-private.h"
#include "core/harmony/ct-pitch-profiles-private.h"

/* A note or two have no key; a pitch class of which there is less, of all that sounds, may be a wrong note. */
#define LEAST_CLASSES 3
#define LEAST_SHARE 0.02

/* Whether enough different pitches sound to tell keys and chords. */
static bool
has_harmony (const CtPitchProfiles *profiles)
{
  double sums[CT_N_PITCH_CLASSES] = { 0 }, total = 0;
  int n = 0;

  for (size_t i = 0; i < profiles->n; i++)
    for (int k = 0; k < CT_N_PITCH_CLASSES; k++)
      {
        double sounds = (profiles->beats[i].end_s - profiles->beats[i].start_s) * (double) profiles->beats[i].all[k];

        sums[k] += sounds;
        total += sounds;
      }
  for (int k = 0; k < CT_N_PITCH_CLASSES; k++)
    n += sums[k] > LEAST_SHARE * total;
  return n >= LEAST_CLASSES;
}

/* Puts fixed keys in place of those found after the first of them. */
static CtStatus
merge_keys (const CtHarmony *fixed, CtKeyChange *found, size_t n_found, CtHarmony *out)
{
  double first_s = INFINITY;
  size_t n = 0;

  out->keys = malloc ((n_found + fixed->n_keys + 1) * sizeof *out->keys);
  if (!out->keys)
    return CT_STATUS_NO_MEMORY;
  for (size_t i = fixed->n_keys; i-- > 0;)
    if (fixed->keys[i].fixed)
      first_s = fixed->keys[i].time_s;
  for (size_t i = 0; i < n_found && found[i].time_s < first_s; i++)
    out->keys[n++] = found[i];
  for (size_t i = 0; i < fixed->n_keys; i++)
    if (fixed->keys[i].fixed)
      out->keys[n++] = fixed->keys[i];
  out->n_keys = n;
  return CT_STATUS_OK;
}

/* Appends what of @chord lies between two times. */
static void
append_part (CtHarmony *out, const CtChord *chord, double from_s, double to_s)
{
  CtChord part = *chord;

  part.start_s = fmax (part.start_s, from_s);
  part.end_s = fmin (part.end_s, to_s);
  if (part.end_s > part.start_s)
    out->chords[out->n_chords++] = part;
}

/* Puts fixed chords over those found. */
static CtStatus
merge_chords (const CtHarmony *fixed, const CtChord *found, size_t n_found, CtHarmony *out)
{
  double from_s = -INFINITY;
  size_t i = 0;

  /* each fixed chord cuts one of the others in two */
  out->chords = malloc ((n_found + 2 * fixed->n_chords + 1) * sizeof *out->chords);
  if (!out->chords)
    return CT_STATUS_NO_MEMORY;
  for (size_t k = 0; k <= fixed->n_chords; k++)
    {
      double to_s = k < fixed->n_chords ? fixed->chords[k].start_s : INFINITY;

      if (k < fixed->n_chords && !fixed->chords[k].fixed)
        continue;
      while (i < n_found && found[i].start_s < to_s)
        {
          append_part (out, &found[i], from_s, to_s);
          if (found[i].end_s > to_s)
            break;
          i++;
        }
      if (k < fixed->n_chords)
        {
          out->chords[out->n_chords++] = fixed->chords[k];
          from_s = fixed->chords[k].end_s;
        }
    }
  return CT_STATUS_OK;
}

CtStatus
ct_harmony_find (const CtNote *notes, size_t n, const CtTempoMap *map, const CtHarmony *fixed, CtHarmony *out)
{
  static const CtHarmony nothing = { 0 };
  CtPitchProfiles profiles;
  CtHarmony made = { 0 };
  CtKeyChange *keys = NULL;
  CtChord *chords = NULL;
  size_t n_keys = 0, n_chords = 0;
  CtStatus status = ct_pitch_profiles_measure (notes, n, map, &profiles);

  if (status == CT_STATUS_OK && !has_harmony (&profiles))
    ct_pitch_profiles_clear (&profiles);
  if (status == CT_STATUS_OK)
    status = ct_key_finder_find (&profiles, &keys, &n_keys);
  if (status == CT_STATUS_OK)
    status = merge_keys (fixed ? fixed : &nothing, keys, n_keys, &made);
  if (status == CT_STATUS_OK)
    status = ct_chord_finder_find (&profiles, made.keys, made.n_keys, &chords, &n_chords);
  if (status == CT_STATUS_OK)
    status = merge_chords (fixed ? fixed : &nothing, chords, n_chords, &made);
  free (keys);
  free (chords);
  ct_pitch_profiles_clear (&profiles);
  if (status == CT_STATUS_OK)
    *out = made;
  else
    ct_harmony_clear (&made);
  return status;
}

CtStatus
ct_harmony_find_score (CtScore *score)
{
  CtHarmony found;
  CtStatus status = ct_harmony_find (score->notes.notes, score->notes.n, score->tempo_map, &score->harmony, &found);

  if (status != CT_STATUS_OK)
    return status;
  ct_harmony_clear (&score->harmony);
  score->harmony = found;
  return CT_STATUS_OK;
}
