/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/session/ct-clipboard-text.h"

#include <glib-object.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "core/transcribe/ct-edit-score.h"

#define MAGIC "coloratura-notes 1 "
#define TOKEN_KEY "ct-clipboard-token"
#define MAX_TIME_S 1e6

G_DEFINE_QUARK (ct - clipboard - error - quark, ct_clipboard_error)

/* identifies the document while it is open, so that its notes find their tracks again */
static const char *
token (CtDocument *document)
{
  char *name = g_object_get_data (G_OBJECT (document), TOKEN_KEY);

  if (!name)
    {
      name = g_uuid_string_random ();
      g_object_set_data_full (G_OBJECT (document), TOKEN_KEY, name, g_free);
    }
  return name;
}

char *
ct_clipboard_text_format (CtDocument *document, const guint64 *ids, guint n, GError **error)
{
  GString *text;

  if (n > CT_CLIPBOARD_MAX_NOTES)
    {
      g_set_error (error, CT_CLIPBOARD_ERROR, CT_CLIPBOARD_ERROR_TOO_MANY,
                   ngettext ("No more than %d note can be copied at once.",
                             "No more than %d notes can be copied at once.", CT_CLIPBOARD_MAX_NOTES),
                   CT_CLIPBOARD_MAX_NOTES);
      return NULL;
    }
  text = g_string_new (MAGIC);
  g_string_append_printf (text, "%s\n# track\tplace\tonset_s\toffset_s\tmidi\tvelocity\n", token (document));
  for (guint i = 0; i < n; i++)
    {
      const CtEditNote *note = ct_document_get_note (document, ids[i]);
      char onset[G_ASCII_DTOSTR_BUF_SIZE], offset[G_ASCII_DTOSTR_BUF_SIZE];

      if (!note)
        continue;
      g_string_append_printf (text, "%u\t%d\t%s\t%s\t%d\t%d\n", note->track,
                              ct_edit_score_track_index (ct_document_get_score (document), note->track),
                              g_ascii_dtostr (onset, sizeof onset, note->onset_s),
                              g_ascii_dtostr (offset, sizeof offset, note->offset_s), note->midi, note->velocity);
    }
  return g_string_free (text, FALSE);
}

/* ---- reading ---- */

typedef struct
{
  CtEditNote note; /* its track is one of the source document */
  guint place;     /* of that track */
} Clip;

static gboolean
read_whole (const char *text, guint64 max, guint64 *value)
{
  return g_ascii_string_to_unsigned (text, 10, 0, max, value, NULL);
}

static gboolean
read_time (const char *text, double *time_s)
{
  char *end;

  if (strspn (text, "0123456789.eE+-") != strlen (text))
    return FALSE;
  *time_s = g_ascii_strtod (text, &end);
  return end != text && *end == '\0' && *time_s >= 0 && *time_s <= MAX_TIME_S;
}

static gboolean
read_line (const char *line, Clip *clip)
{
  g_auto (GStrv) fields = g_strsplit (line, "\t", 7);
  guint64 track, place, midi, velocity;
  CtEditNote *note = &clip->note;

  *clip = (Clip){ .note = { .confidence = 1, .origin_frame = -1, .edited = CT_EDITED_DRAWN } };
  if (g_strv_length (fields) != 6 || !read_whole (fields[0], G_MAXUINT32, &track)
      || !read_whole (fields[1], G_MAXINT32, &place) || !read_time (fields[2], &note->onset_s)
      || !read_time (fields[3], &note->offset_s) || note->offset_s <= note->onset_s
      || !read_whole (fields[4], 127, &midi) || !read_whole (fields[5], 127, &velocity) || velocity < 1)
    return FALSE;
  note->track = (guint32) track;
  note->midi = (guint8) midi;
  note->velocity = (guint8) velocity;
  clip->place = (guint) place;
  return TRUE;
}

/* The next line from *@rest on, ending at @end at the latest; NULL if it is longer than any line of ours. */
static char *
dup_line (const char **rest, const char *end)
{
  const char *newline = memchr (*rest, '\n', (gsize) (end - *rest));
  gsize length = (gsize) ((newline ? newline : end) - *rest);
  char *line = length < 256 ? g_strndup (*rest, length) : NULL;

  *rest = newline ? newline + 1 : end;
  if (line)
    g_strchomp (line);
  return line;
}

static GArray *
fail (GArray *clips, GError **error, CtClipboardError code)
{
  g_array_unref (clips);
  switch (code)
    {
    case CT_CLIPBOARD_ERROR_NO_NOTES:
      g_set_error_literal (error, CT_CLIPBOARD_ERROR, code, _ ("There are no notes on the clipboard."));
      break;
    case CT_CLIPBOARD_ERROR_TOO_MANY:
      g_set_error_literal (error, CT_CLIPBOARD_ERROR, code, _ ("There are too many notes on the clipboard."));
      break;
    default:
      g_set_error_literal (error, CT_CLIPBOARD_ERROR, code, _ ("The notes on the clipboard are damaged."));
    }
  return NULL;
}

/* All notes (Clip) of @text. Writes the name of the document they come from. */
static GArray *
read_clips (const char *text, gsize length, char **source, GError **error)
{
  GArray *clips = g_array_new (FALSE, FALSE, sizeof (Clip));
  const char *rest = text, *end = text + length;
  Clip clip;

  if (length < strlen (MAGIC) || memcmp (text, MAGIC, strlen (MAGIC)) != 0)
    return fail (clips, error, CT_CLIPBOARD_ERROR_NO_NOTES);
  rest += strlen (MAGIC);
  *source = dup_line (&rest, end);
  while (rest < end)
    {
      g_autofree char *line = dup_line (&rest, end);

      if (line && (line[0] == '\0' || line[0] == '#'))
        continue;
      if (!line || !read_line (line, &clip))
        return fail (clips, error, CT_CLIPBOARD_ERROR_DAMAGED);
      if (clips->len >= CT_CLIPBOARD_MAX_NOTES)
        return fail (clips, error, CT_CLIPBOARD_ERROR_TOO_MANY);
      g_array_append_val (clips, clip);
    }
  if (clips->len == 0)
    return fail (clips, error, CT_CLIPBOARD_ERROR_NO_NOTES);
  return clips;
}

static gboolean
several_places (const GArray *clips)
{
  for (guint i = 1; i < clips->len; i++)
    if (g_array_index (clips, Clip, i).place != g_array_index (clips, Clip, 0).place)
      return TRUE;
  return FALSE;
}

static gboolean
is_open (const CtEditTrack *track)
{
  return track && track->visible && !track->locked;
}

GArray *
ct_clipboard_text_parse (CtSession *session, const char *text, gsize length, GError **error)
{
  CtDocument *document = ct_session_get_document (session);
  const CtEditScore *score = ct_document_get_score (document);
  g_autofree char *source = NULL;
  g_autoptr (GArray) clips = read_clips (text, length, &source, error);
  GArray *notes;
  gboolean here, several;

  if (!clips)
    return NULL;
  notes = g_array_sized_new (FALSE, FALSE, sizeof (CtEditNote), clips->len);
  here = g_strcmp0 (source, token (document)) == 0;
  several = several_places (clips);
  for (guint i = 0; i < clips->len; i++)
    {
      Clip *clip = &g_array_index (clips, Clip, i);
      const CtEditTrack *track = here ? ct_document_get_track (document, clip->note.track) : NULL;

      if (!here && several && clip->place < score->n_tracks)
        track = &score->tracks[clip->place];
      clip->note.track = is_open (track) ? track->id : ct_session_get_current_track (session);
      g_array_append_val (notes, clip->note);
    }
  g_array_sort (notes, ct_edit_note_compare);
  return notes;
}
