/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window pastes: text of any program, as if it came from another document and from this one. */
#include <glib.h>
#include <stdint.h>
#include <string.h>

#include "core/transcribe/ct-edit-score.h"
#include "tests/fuzz/fuzz-target.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-clipboard-text.h"
#include "ui/session/ct-note-edits.h"
#include "ui/session/ct-session.h"

#define N_TRACKS 4

/* Tracks of which one is locked and one hidden, with a note. */
static CtSession *
new_session (void)
{
  g_autoptr (CtDocument) document = ct_document_new ();
  CtEditNote note = { .onset_s = 1, .offset_s = 2, .confidence = 1, .origin_frame = -1, .midi = 60, .velocity = 80 };

  ct_document_begin (document, "Fill");
  for (guint i = 0; i < N_TRACKS; i++)
    {
      CtEditTrack track;

      ct_edit_track_init (&track, 0, 0);
      track.locked = i == 1;
      track.visible = i != 2;
      note.track = ct_document_add_track (document, &track, -1);
    }
  note.edited = CT_EDITED_DRAWN;
  ct_document_add_note (document, &note);
  ct_document_commit (document);
  return ct_session_new (document);
}

/* The first line of what is copied here; free with g_free(). */
static char *
dup_head (CtDocument *document)
{
  g_autofree char *text = ct_clipboard_text_format (document, NULL, 0, NULL);

  FUZZ_REQUIRE (text && strchr (text, '\n'));
  return g_strndup (text, (gsize) (strchr (text, '\n') + 1 - text));
}

static void
check_notes (const GArray *notes)
{
  FUZZ_REQUIRE (notes->len > 0 && notes->len <= CT_CLIPBOARD_MAX_NOTES);
  for (guint i = 0; i < notes->len; i++)
    {
      const CtEditNote *note = &g_array_index (notes, CtEditNote, i);

      FUZZ_REQUIRE (note->id == 0 && note->onset_s >= 0 && note->offset_s > note->onset_s && note->offset_s <= 1e6);
      FUZZ_REQUIRE (note->midi <= 127 && note->velocity >= 1 && note->velocity <= 127);
      FUZZ_REQUIRE (i == 0 || g_array_index (notes, CtEditNote, i - 1).onset_s <= note->onset_s);
    }
}

/* What was pasted is of a document that can be saved, can be copied, and goes again. */
static void
check_pasted (CtSession *session, const guint64 *made, guint n)
{
  CtDocument *document = ct_session_get_document (session);
  g_autofree char *text = ct_clipboard_text_format (document, made, n, NULL);
  g_autoptr (GArray) again = NULL;

  FUZZ_REQUIRE (ct_edit_score_is_valid (ct_document_get_score (document)));
  for (guint i = 0; i < n; i++)
    {
      const CtEditNote *note = ct_document_get_note (document, made[i]);

      FUZZ_REQUIRE (note && !ct_document_get_track (document, note->track)->locked);
    }
  again = ct_clipboard_text_parse (session, text, strlen (text), NULL);
  FUZZ_REQUIRE (again && again->len == n);
  ct_document_undo (document);
  FUZZ_REQUIRE (ct_document_get_score (document)->n_notes == 1);
}

static void
paste (CtSession *session, const char *text, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) notes = ct_clipboard_text_parse (session, text, size, &error);
  g_autofree guint64 *made = NULL;
  guint n;

  FUZZ_REQUIRE ((notes == NULL) == (error != NULL));
  if (error)
    {
      FUZZ_REQUIRE (error->domain == CT_CLIPBOARD_ERROR);
      return;
    }
  check_notes (notes);
  made = ct_note_edits_paste (ct_session_get_document (session), notes, 0, &n);
  if (made)
    check_pasted (session, made, n);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (CtSession) session = new_session ();
  g_autoptr (GString) own = NULL;
  g_autofree char *head = dup_head (ct_session_get_document (session));
  const uint8_t *newline = size > 0 ? memchr (data, '\n', size) : NULL;
  gsize rest = newline ? size - (gsize) (newline + 1 - data) : 0;

  paste (session, (const char *) data, size);
  own = g_string_new (head);
  g_string_append_len (own, newline ? (const char *) newline + 1 : "", (gssize) rest);
  paste (session, own->str, own->len);
  return 0;
}
