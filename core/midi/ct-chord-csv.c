/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/midi/ct-chord-csv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-atomic-file.h"
#include "core/base/ct-chord.h"
#include "core/base/ct-harmony.h"
#include "core/base/ct-key.h"
#include "core/midi/ct-csv-private.h"

#define HEADER "start_s,end_s,chord"
#define HEADER_BEATS ",bar,beat"
#define MAX_LINE (CT_PITCH_NAME_SIZE + 96) /* two times below 1e9 s and a bar */

static int
write_line (char *line, const CtScore *score, const CtChord *chord)
{
  CtKey key = ct_harmony_key_at (&score->harmony, chord->start_s);
  long long start = ct_csv_thousandths (chord->start_s), end = ct_csv_thousandths (chord->end_s);
  char name[CT_PITCH_NAME_SIZE];
  int n;

  ct_chord_name (chord, &key, CT_SPELLING_KEY, CT_ACCIDENTAL_ASCII, name);
  n = snprintf (line, MAX_LINE, "%lld.%03lld,%lld.%03lld,%s", start / 1000, start % 1000, end / 1000, end % 1000, name);
  if (score->tempo_map)
    n += ct_csv_write_place (line + n, MAX_LINE - (size_t) n, score->tempo_map, chord->start_s);
  line[n++] = '\n';
  return n;
}

CtStatus
ct_chord_csv_write (const CtScore *score, const char *path)
{
  const CtHarmony *harmony = &score->harmony;
  char *text = malloc (sizeof HEADER HEADER_BEATS "\n" + harmony->n_chords * MAX_LINE), *end = text;
  CtStatus status = CT_STATUS_OK;

  if (!text)
    return CT_STATUS_NO_MEMORY;
  end = stpcpy (end, score->tempo_map ? HEADER HEADER_BEATS "\n" : HEADER "\n");
  for (size_t i = 0; i < harmony->n_chords && status == CT_STATUS_OK; i++)
    if (harmony->chords[i].end_s < CT_CSV_MAX_TIME_S)
      end += write_line (end, score, &harmony->chords[i]);
    else
      status = CT_STATUS_BAD_ARGUMENT;
  if (status == CT_STATUS_OK)
    status = ct_atomic_file_save (path, text, (size_t) (end - text));
  free (text);
  return status;
}
