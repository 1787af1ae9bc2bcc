/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which clefs a part needs. */
#include <stdlib.h>

#include "core/base/ct-program.h"
#include "core/notation/ct-notation-private.h"

#define HARMONICA 22
#define GUITAR_FIRST 24
#define GUITAR_LAST 31
#define BASS_LAST 39
#define VIOLA 41
#define CONTRABASS 43
#define HARP 46
#define MARIMBA 12
#define CELESTA 8
#define ORGAN_FIRST 16
#define ORGAN_LAST 23
#define SYNTH_FIRST 80
#define SYNTH_LAST 103

/* The pitches between which a staff has at most one ledger line, by clef; and what a clef costs that few are used to,
 * in semitones beyond the staff for each note. */
static const struct
{
  int low, high;
  double unusual;
} clefs[CT_N_CLEFS] = {
  [CT_CLEF_TREBLE] = { 60, 81, 0 },     [CT_CLEF_BASS] = { 40, 60, 0 },       [CT_CLEF_ALTO] = { 50, 71, 1 },
  [CT_CLEF_TREBLE_8VB] = { 48, 69, 2 }, [CT_CLEF_TREBLE_8VA] = { 72, 93, 4 }, [CT_CLEF_TREBLE_15MA] = { 84, 105, 5 },
  [CT_CLEF_BASS_8VB] = { 28, 48, 4 },   [CT_CLEF_BASS_15MB] = { 16, 36, 5 },
};

static bool
is_keyboard (const CtTrack *track)
{
  int program = track->program;

  return track->naming == CT_NAMING_NUMBER || program <= CELESTA || program == MARIMBA
         || (program >= ORGAN_FIRST && program <= ORGAN_LAST && program != HARMONICA) || program == HARP
         || (program >= SYNTH_FIRST && program <= SYNTH_LAST);
}

bool
ct_clef_needs_two (const CtTrack *track, const CtPlacedNote *notes, size_t n)
{
  size_t low = 0, high = 0;
  int least = 127, most = 0;

  if (n == 0 || !is_keyboard (track))
    return false;
  for (size_t i = 0; i < n; i++)
    {
      low += notes[i].midi < 57;
      high += notes[i].midi > 64;
      least = notes[i].midi < least ? notes[i].midi : least;
      most = notes[i].midi > most ? notes[i].midi : most;
    }
  return most - least > 19 && low * 12 >= n && high * 12 >= n;
}

/* Whether players of a program read a clef. */
static bool
is_read (const CtTrack *track, CtClef clef, int staff)
{
  int program = track->naming == CT_NAMING_NUMBER ? 0 : track->program;
  bool guitar = program >= GUITAR_FIRST && program <= GUITAR_LAST;
  bool bass = (program > GUITAR_LAST && program <= BASS_LAST) || program == CONTRABASS;

  switch (clef)
    {
    case CT_CLEF_ALTO:
      return program == VIOLA;
    case CT_CLEF_TREBLE_8VB:
      return staff < 0;
    case CT_CLEF_TREBLE:
    case CT_CLEF_TREBLE_8VA:
    case CT_CLEF_TREBLE_15MA:
      return staff != 1 && !guitar && !bass;
    case CT_CLEF_BASS:
    case CT_CLEF_BASS_8VB:
    case CT_CLEF_BASS_15MB:
      return staff != 0 && !guitar;
    case CT_N_CLEFS:
      break;
    }
  return false;
}

CtClef
ct_clef_choose (const CtTrack *track, const CtPlacedNote *notes, size_t n, int staff)
{
  bool viola = track->naming != CT_NAMING_NUMBER && track->program == VIOLA;
  CtClef best = staff == 1 ? CT_CLEF_BASS : viola ? CT_CLEF_ALTO : CT_CLEF_TREBLE;
  double least = -1;

  for (int clef = 0; clef < CT_N_CLEFS && n > 0; clef++)
    {
      double cost = (viola ? clef != CT_CLEF_ALTO : clefs[clef].unusual) * (double) n;

      if (!is_read (track, (CtClef) clef, staff))
        continue;
      for (size_t i = 0; i < n; i++)
        {
          int beyond = notes[i].midi < clefs[clef].low ? clefs[clef].low - notes[i].midi
                                                       : notes[i].midi - clefs[clef].high;

          cost += beyond > 0 ? beyond : 0;
        }
      if (least < 0 || cost < least)
        {
          least = cost;
          best = (CtClef) clef;
        }
    }
  return best;
}
