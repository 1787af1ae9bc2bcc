/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/midi/ct-note-csv.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-atomic-file.h"
#include "core/base/ct-note.h"

#define HEADER "onset_s,offset_s,midi,track,velocity,confidence\n"
#define MAX_TIME_S 1e9
#define MAX_LINE 96 /* two times below 1e9 s, the rest small */

/* Thousandths, for which printf needs no decimal point of the user's locale. */
static long long
thousandths (double value)
{
  return value > 0 ? llround (value * 1000) : 0;
}

static int
write_line (char *line, const CtNote *note)
{
  long long onset = thousandths (note->onset_s), offset = thousandths (note->offset_s);
  long long confidence = thousandths (note->confidence);

  return snprintf (line, MAX_LINE, "%lld.%03lld,%lld.%03lld,%d,%d,%d,%lld.%03lld\n", onset / 1000, onset % 1000,
                   offset / 1000, offset % 1000, note->midi, note->track + 1, note->velocity, confidence / 1000,
                   confidence % 1000);
}

static int
is_writable (const CtNote *note)
{
  return note->onset_s < MAX_TIME_S && note->offset_s < MAX_TIME_S && note->confidence < MAX_TIME_S;
}

CtStatus
ct_note_csv_write (const CtScore *score, const char *path)
{
  char *text = malloc (sizeof HEADER + score->notes.n * MAX_LINE), *end = text;
  CtStatus status = CT_STATUS_OK;

  if (!text)
    return CT_STATUS_NO_MEMORY;
  end = stpcpy (end, HEADER);
  for (size_t i = 0; i < score->notes.n && status == CT_STATUS_OK; i++)
    {
      const CtNote *note = &score->notes.notes[i];

      if (note->uncertain)
        continue;
      if (is_writable (note))
        end += write_line (end, note);
      else
        status = CT_STATUS_BAD_ARGUMENT;
    }
  if (status == CT_STATUS_OK)
    status = ct_atomic_file_save (path, text, (size_t) (end - text));
  free (text);
  return status;
}
