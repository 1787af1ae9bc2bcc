/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gtk/gtk.h>
#include <string.h>

#include "core/transcribe/ct-edit-score.h"
#include "tests/support/note-document.h"
#include "tests/support/ui-test.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-track-edits.h"
#include "ui/session/ct-clipboard-text.h"
#include "ui/session/ct-note-edits.h"
#include "ui/session/ct-session.h"
#include "ui/tools/ct-clipboard.h"

typedef struct
{
  CtDocument *document;
  CtSession *session;
  guint64 ids[20];
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->document = note_document_new (20);
  fixture->session = ct_session_new (fixture->document);
  for (guint i = 0; i < 20; i++)
    fixture->ids[i] = note_document_id (fixture->document, i);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->session);
  g_assert_finalize_object (fixture->document);
}

static GArray *
read_back (CtSession *session, const char *text)
{
  g_autoptr (GError) error = NULL;
  GArray *notes = ct_clipboard_text_parse (session, text, strlen (text), &error);

  g_assert_no_error (error);
  return notes;
}

/* Cut and pasted in place every note is where it was, to the last bit. */
static void
test_same_document (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  CtEditNote before[4];
  g_autofree char *text = NULL;
  g_autoptr (GArray) notes = NULL;
  g_autofree guint64 *made = NULL;
  guint n;

  ct_note_edits_move (document, fixture->ids, 4, 1.0 / 3, 0);
  for (guint i = 0; i < 4; i++)
    before[i] = *ct_document_get_note (document, fixture->ids[i]);
  text = ct_clipboard_text_format (document, fixture->ids, 4, NULL);
  ct_note_edits_cut (document, fixture->ids, 4);
  notes = read_back (fixture->session, text);
  made = ct_note_edits_paste (document, notes, 0, &n);
  g_assert_cmpuint (n, ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      const CtEditNote *note = ct_document_get_note (document, made[i]);

      g_assert_cmpfloat (note->onset_s, ==, before[i].onset_s);
      g_assert_cmpfloat (note->offset_s, ==, before[i].offset_s);
      g_assert_cmpint (note->midi, ==, before[i].midi);
      g_assert_cmpint (note->velocity, ==, before[i].velocity);
      g_assert_cmpuint (note->track, ==, before[i].track);
      g_assert_cmpint (note->edited, ==, CT_EDITED_DRAWN);
    }
}

/* Notes of a track that is locked or gone go to the current one. */
static void
test_closed_track (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  guint32 first = ct_document_get_score (document)->tracks[0].id,
          second = ct_document_get_score (document)->tracks[1].id;
  g_autofree char *text = ct_clipboard_text_format (document, fixture->ids, 4, NULL);
  g_autoptr (GArray) locked = NULL, hidden = NULL;

  ct_session_set_current_track (fixture->session, second);
  ct_track_edits_set_flag (document, &first, 1, CT_TRACK_LOCKED, TRUE);
  locked = read_back (fixture->session, text);
  ct_document_undo (document);
  ct_track_edits_set_flag (document, &first, 1, CT_TRACK_VISIBLE, FALSE);
  hidden = read_back (fixture->session, text);
  for (guint i = 0; i < 4; i++)
    {
      g_assert_cmpuint (g_array_index (locked, CtEditNote, i).track, ==, second);
      g_assert_cmpuint (g_array_index (hidden, CtEditNote, i).track, ==, second);
    }
}

/* In another document: several tracks by their places, one to the current track. */
static void
test_other_document (Fixture *fixture, gconstpointer data)
{
  CtDocument *other = note_document_new (0);
  CtSession *session = ct_session_new (other);
  const CtEditTrack *tracks = ct_document_get_score (other)->tracks;
  guint64 odd[2] = { fixture->ids[1], fixture->ids[3] };
  g_autofree char *several = ct_clipboard_text_format (fixture->document, fixture->ids, 2, NULL);
  g_autofree char *one = ct_clipboard_text_format (fixture->document, odd, 2, NULL);
  g_autoptr (GArray) notes = read_back (session, several), single = NULL;

  ct_session_set_current_track (session, tracks[0].id);
  single = read_back (session, one);
  g_assert_cmpuint (g_array_index (notes, CtEditNote, 0).track, ==, tracks[0].id);
  g_assert_cmpuint (g_array_index (notes, CtEditNote, 1).track, ==, tracks[1].id);
  g_assert_cmpuint (g_array_index (single, CtEditNote, 0).track, ==, tracks[0].id);
  g_assert_cmpuint (g_array_index (single, CtEditNote, 1).track, ==, tracks[0].id);
  g_assert_finalize_object (session);
  g_assert_finalize_object (other);
}

#define HEAD "coloratura-notes 1 x\n"

static void
test_garbage (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *text;
    CtClipboardError code;
  } cases[] = { { "", CT_CLIPBOARD_ERROR_NO_NOTES },
                { "hello", CT_CLIPBOARD_ERROR_NO_NOTES },
                { "coloratura-notes 2 x\n1\t0\t0\t1\t60\t80\n", CT_CLIPBOARD_ERROR_NO_NOTES },
                { "coloratura-notes 1 ", CT_CLIPBOARD_ERROR_NO_NOTES },
                { HEAD, CT_CLIPBOARD_ERROR_NO_NOTES },
                { HEAD "\n# nothing\n", CT_CLIPBOARD_ERROR_NO_NOTES },
                { HEAD "1\t0\t0\t1\t60\n", CT_CLIPBOARD_ERROR_DAMAGED },
                { HEAD "1\t0\t0\t1\t60\t80\t1\n", CT_CLIPBOARD_ERROR_DAMAGED },
                { HEAD "1\t0\t0\t1\t128\t80\n", CT_CLIPBOARD_ERROR_DAMAGED },
                { HEAD "1\t0\t0\t1\t-1\t80\n", CT_CLIPBOARD_ERROR_DAMAGED },
                { HEAD "1\t0\t0\t1\t60\t0\n", CT_CLIPBOARD_ERROR_DAMAGED },
                { HEAD "1\t0\t0\t1\t60\t128\n", CT_CLIPBOARD_ERROR_DAMAGED },
                { HEAD "1\t0\t1\t1\t60\t80\n", CT_CLIPBOARD_ERROR_DAMAGED },
                { HEAD "1\t0\t2\t1\t60\t80\n", CT_CLIPBOARD_ERROR_DAMAGED },
                { HEAD "1\t0\t-1\t1\t60\t80\n", CT_CLIPBOARD_ERROR_DAMAGED },
                { HEAD "1\t0\t0\tnan\t60\t80\n", CT_CLIPBOARD_ERROR_DAMAGED },
                { HEAD "1\t0\t0\tinf\t60\t80\n", CT_CLIPBOARD_ERROR_DAMAGED },
                { HEAD "1\t0\t0\t1e308\t60\t80\n", CT_CLIPBOARD_ERROR_DAMAGED },
                { HEAD "1\t0\t0\t1e9999\t60\t80\n", CT_CLIPBOARD_ERROR_DAMAGED },
                { HEAD "1\t0\t\t1\t60\t80\n", CT_CLIPBOARD_ERROR_DAMAGED },
                { HEAD "99999999999999999999\t0\t0\t1\t60\t80\n", CT_CLIPBOARD_ERROR_DAMAGED },
                { HEAD "1\t0\t0\t1\t60\t80\n\xff\xfe\n", CT_CLIPBOARD_ERROR_DAMAGED } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (ct_clipboard_text_parse (fixture->session, cases[i].text, strlen (cases[i].text), &error));
      g_assert_error (error, CT_CLIPBOARD_ERROR, (int) cases[i].code);
      g_assert_null (strchr (error->message, '\n'));
    }
  /* carriage returns and a place that no track has do no harm */
  {
    g_autoptr (GArray) notes = read_back (fixture->session, "coloratura-notes 1 y\r\n7\t2147483647\t0\t1\t60\t80\r\n"
                                                            "7\t0\t0.5\t1\t0\t1\r\n");

    g_assert_cmpuint (notes->len, ==, 2);
    for (guint i = 0; i < 2; i++)
      g_assert_nonnull (ct_document_get_track (fixture->document, g_array_index (notes, CtEditNote, i).track));
  }
}

/* Every byte of a good text changed in turn, and every length of it: never a crash, never a note that is not valid. */
static void
test_mutated (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = ct_clipboard_text_format (fixture->document, fixture->ids, 3, NULL);
  gsize length = strlen (text);

  for (gsize i = 0; i < length; i++)
    for (guint change = 1; change < 256; change += 37)
      {
        g_autofree char *mutated = g_memdup2 (text, length);
        g_autoptr (GArray) notes = NULL;

        mutated[i] = (char) (mutated[i] ^ (char) change);
        notes = ct_clipboard_text_parse (fixture->session, mutated, change == 1 ? i : length, NULL);
        for (guint j = 0; notes && j < notes->len; j++)
          {
            const CtEditNote *note = &g_array_index (notes, CtEditNote, j);

            g_assert_true (note->onset_s >= 0 && note->offset_s > note->onset_s && note->offset_s <= 1e6);
            g_assert_true (note->midi <= 127 && note->velocity >= 1 && note->velocity <= 127);
          }
      }
}

static void
test_huge (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (HEAD);
  g_autoptr (GString) junk = g_string_sized_new (100 << 20);
  g_autoptr (GError) error = NULL, long_error = NULL, junk_error = NULL;
  g_autoptr (GArray) notes = NULL;
  g_autofree guint64 *many = g_new0 (guint64, CT_CLIPBOARD_MAX_NOTES + 1);

  for (guint i = 0; i < CT_CLIPBOARD_MAX_NOTES; i++)
    g_string_append (text, "1\t0\t0\t1\t60\t80\n");
  notes = read_back (fixture->session, text->str);
  g_assert_cmpuint (notes->len, ==, CT_CLIPBOARD_MAX_NOTES);
  g_string_append (text, "1\t0\t0\t1\t60\t80\n");
  g_assert_null (ct_clipboard_text_parse (fixture->session, text->str, text->len, &error));
  g_assert_error (error, CT_CLIPBOARD_ERROR, CT_CLIPBOARD_ERROR_TOO_MANY);
  /* one line of 100 MB */
  g_string_append (junk, HEAD);
  memset (junk->str + junk->len, '1', 100 << 20);
  g_assert_null (ct_clipboard_text_parse (fixture->session, junk->str, 100 << 20, &long_error));
  g_assert_error (long_error, CT_CLIPBOARD_ERROR, CT_CLIPBOARD_ERROR_DAMAGED);
  g_assert_null (ct_clipboard_text_format (fixture->document, many, CT_CLIPBOARD_MAX_NOTES + 1, &junk_error));
  g_assert_error (junk_error, CT_CLIPBOARD_ERROR, CT_CLIPBOARD_ERROR_TOO_MANY);
}

/* ---- the system's clipboard ---- */

typedef struct
{
  GMainLoop *loop;
  GBytes *text;
  GError *error;
} Reading;

static void
text_read (GObject *source, GAsyncResult *result, gpointer data)
{
  Reading *reading = data;

  reading->text = ct_clipboard_get_finish (result, &reading->error);
  g_main_loop_quit (reading->loop);
}

static void
test_system (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Reading reading = { .loop = loop };
  GtkWidget *window = gtk_window_new ();
  g_autofree char *text = ct_clipboard_text_format (fixture->document, fixture->ids, 20, NULL);
  g_autofree char *huge = g_strnfill (CT_CLIPBOARD_MAX_BYTES + 1, 'x');
  gsize length;

  ct_clipboard_set (window, text);
  ct_clipboard_get_async (window, NULL, text_read, &reading);
  g_main_loop_run (loop);
  g_assert_no_error (reading.error);
  g_assert_cmpmem (g_bytes_get_data (reading.text, &length), g_bytes_get_size (reading.text), text, strlen (text));
  g_clear_pointer (&reading.text, g_bytes_unref);

  ct_clipboard_set (window, huge);
  ct_clipboard_get_async (window, NULL, text_read, &reading);
  g_main_loop_run (loop);
  g_assert_null (reading.text);
  g_assert_error (reading.error, CT_CLIPBOARD_ERROR, CT_CLIPBOARD_ERROR_TOO_MANY);
  g_clear_error (&reading.error);

  gdk_clipboard_set_content (gtk_widget_get_clipboard (window), NULL);
  ct_clipboard_get_async (window, NULL, text_read, &reading);
  g_main_loop_run (loop);
  g_assert_null (reading.text);
  g_assert_error (reading.error, CT_CLIPBOARD_ERROR, CT_CLIPBOARD_ERROR_NO_NOTES);
  g_clear_error (&reading.error);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
#define ADD(path, func) g_test_add ("/clipboard/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("same-document", test_same_document);
  ADD ("closed-track", test_closed_track);
  ADD ("other-document", test_other_document);
  ADD ("garbage", test_garbage);
  ADD ("mutated", test_mutated);
  ADD ("huge", test_huge);
  ADD ("system", test_system);
  return g_test_run ();
}
