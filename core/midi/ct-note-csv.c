/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/midi/ct-note-csv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-atomic-file.h"
#include "core/base/ct-drum.h"
#include "core/base/ct-harmony.h"
#include "core/base/ct-key.h"
#include "core/base/ct-note.h"
#include "core/base/ct-percussion.h"
#include "core/base/ct-pitch-name.h"
#include "core/base/ct-tempo-map.h"
#include "core/midi/ct-csv-private.h"

#define HEADER "onset_s,offset_s,midi,track,velocity,confidence"
#define HEADER_BEATS ",bar,beat"
#define HEADER_NAMES ",name"
#define MAX_LINE (144 + CT_PITCH_NAME_SIZE) /* two times below 1e9 s, a bar and a name, the rest small */

static int
write_line (char *line, const CtNote *note, const CtScore *score, const CtPitchNaming *names)
{
  long long onset = ct_csv_thousandths (note->onset_s), offset = ct_csv_thousandths (note->offset_s);
  long long confidence = ct_csv_thousandths (note->confidence);

  int n = snprintf (line, MAX_LINE, "%lld.%03lld,%lld.%03lld,%d,%d,%d,%lld.%03lld", onset / 1000, onset % 1000,
                    offset / 1000, offset % 1000, note->midi, note->track + 1, note->velocity, confidence / 1000,
                    confidence % 1000);

  if (score->tempo_map)
    n += ct_csv_write_place (line + n, MAX_LINE - (size_t) n, score->tempo_map, note->onset_s);
  if (names)
    {
      char name[CT_PITCH_NAME_SIZE];
      CtKey key = ct_harmony_key_at (&score->harmony, note->onset_s);

      ct_pitch_name (names, &key, note->midi, CT_ACCIDENTAL_ASCII, name);
      /* the marks of low octaves are commas */
      n += snprintf (line + n, MAX_LINE - (size_t) n, strchr (name, ',') ? ",\"%s\"" : ",%s", name);
    }
  line[n++] = '\n';
  return n;
}

/* A hit is a note without pitch and length, on the track behind the others, each group on one of its own. */
static int
write_hit (char *line, const CtHit *hit, const CtScore *score, const CtPitchNaming *names)
{
  long long time = ct_csv_thousandths (hit->time_s);
  const CtHitGroup *group = &score->percussion.groups[hit->group];
  int n = snprintf (line, MAX_LINE, "%lld.%03lld,%lld.%03lld,,%zu,%d,1.000", time / 1000, time % 1000, time / 1000,
                    time % 1000, score->n_tracks + hit->group + 1, ct_hit_velocity (hit));

  if (score->tempo_map)
    n += ct_csv_write_place (line + n, MAX_LINE - (size_t) n, score->tempo_map, hit->time_s);
  if (names)
    n += snprintf (line + n, MAX_LINE - (size_t) n, ",%s", ct_drum_name (group->drum));
  line[n++] = '\n';
  return n;
}

static int
is_writable (const CtNote *note)
{
  return note->onset_s < CT_CSV_MAX_TIME_S && note->offset_s < CT_CSV_MAX_TIME_S
         && note->confidence < CT_CSV_MAX_TIME_S;
}

CtStatus
ct_note_csv_write (const CtScore *score, const CtPitchNaming *names, const char *path)
{
  const CtPercussion *percussion = &score->percussion;
  size_t n_lines = score->notes.n + percussion->n_hits, hit = 0;
  char *text = malloc (sizeof HEADER HEADER_BEATS HEADER_NAMES "\n" + n_lines * MAX_LINE), *end = text;
  CtStatus status = CT_STATUS_OK;

  if (!text)
    return CT_STATUS_NO_MEMORY;
  end = stpcpy (end, score->tempo_map ? HEADER HEADER_BEATS : HEADER);
  end = stpcpy (end, names ? HEADER_NAMES "\n" : "\n");
  for (size_t i = 0; i < score->notes.n && status == CT_STATUS_OK; i++)
    {
      const CtNote *note = &score->notes.notes[i];

      if (note->uncertain)
        continue;
      for (; hit < percussion->n_hits && percussion->hits[hit].time_s < note->onset_s; hit++)
        end += write_hit (end, &percussion->hits[hit], score, names);
      if (is_writable (note))
        end += write_line (end, note, score, names);
      else
        status = CT_STATUS_BAD_ARGUMENT;
    }
  for (; hit < percussion->n_hits && status == CT_STATUS_OK; hit++)
    end += write_hit (end, &percussion->hits[hit], score, names);
  if (status == CT_STATUS_OK)
    status = ct_atomic_file_save (path, text, (size_t) (end - text));
  free (text);
  return status;
}
