/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/midi/ct-note-csv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-atomic-file.h"
#include "core/base/ct-note.h"
#include "core/base/ct-tempo-map.h"
#include "core/midi/ct-csv-private.h"

#define HEADER "onset_s,offset_s,midi,track,velocity,confidence"
#define HEADER_BEATS ",bar,beat"
#define MAX_LINE 144 /* two times below 1e9 s and a bar, the rest small */

static int
write_line (char *line, const CtNote *note, const CtTempoMap *map)
{
  long long onset = ct_csv_thousandths (note->onset_s), offset = ct_csv_thousandths (note->offset_s);
  long long confidence = ct_csv_thousandths (note->confidence);

  int n = snprintf (line, MAX_LINE, "%lld.%03lld,%lld.%03lld,%d,%d,%d,%lld.%03lld", onset / 1000, onset % 1000,
                    offset / 1000, offset % 1000, note->midi, note->track + 1, note->velocity, confidence / 1000,
                    confidence % 1000);

  if (map)
    n += ct_csv_write_place (line + n, MAX_LINE - (size_t) n, map, note->onset_s);
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
ct_note_csv_write (const CtScore *score, const char *path)
{
  char *text = malloc (sizeof HEADER HEADER_BEATS "\n" + score->notes.n * MAX_LINE), *end = text;
  CtStatus status = CT_STATUS_OK;

  if (!text)
    return CT_STATUS_NO_MEMORY;
  end = stpcpy (end, score->tempo_map ? HEADER HEADER_BEATS "\n" : HEADER "\n");
  for (size_t i = 0; i < score->notes.n && status == CT_STATUS_OK; i++)
    {
      const CtNote *note = &score->notes.notes[i];

      if (note->uncertain)
        continue;
      if (is_writable (note))
        end += write_line (end, note, score->tempo_map);
      else
        status = CT_STATUS_BAD_ARGUMENT;
    }
  if (status == CT_STATUS_OK)
    status = ct_atomic_file_save (path, text, (size_t) (end - text));
  free (text);
  return status;
}
