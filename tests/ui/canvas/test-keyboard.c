/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-keyboard.h"

#include <gtk/gtk.h>
#include <string.h>

#include "core/base/ct-harmony.h"
#include "core/base/ct-key.h"
#include "core/transcribe/ct-edit-score.h"
#include "tests/support/canvas-song.h"
#include "tests/support/ui-test.h"
#include "tests/support/widget-find.h"
#include "tests/support/widget-picture.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-display.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"
#include "ui/session/ct-view.h"

#define HEIGHT 480

/* 24 semitones, 20 pixels each: C4 to B5 */
static const CtView view = { 0, 10, 59.5, 83.5 };

typedef struct
{
  CtSession *session;
  GtkWidget *keyboard, *window;
  GString *heard; /* "60+ 60- ": what was pressed and released */
} Fixture;

static void
pressed (CtKeyboard *keyboard, guint midi, GString *heard)
{
  g_string_append_printf (heard, "%u+ ", midi);
}

static void
released (CtKeyboard *keyboard, guint midi, GString *heard)
{
  g_string_append_printf (heard, "%u- ", midi);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->session = canvas_song_new (10, 20, 2);
  fixture->keyboard = ct_keyboard_new ();
  fixture->heard = g_string_new (NULL);
  g_object_set (fixture->keyboard, "session", fixture->session, NULL);
  fixture->window = widget_picture_show (fixture->keyboard, 56, HEIGHT);
  ct_session_set_view (fixture->session, &view);
  g_signal_connect (fixture->keyboard, "pressed", G_CALLBACK (pressed), fixture->heard);
  g_signal_connect (fixture->keyboard, "released", G_CALLBACK (released), fixture->heard);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_finalize_object (fixture->session);
  g_string_free (fixture->heard, TRUE);
}

/* The first of a key's pixel rows, between the names of black keys and of white ones. */
static guint32 *
take_keys (Fixture *fixture, guint32 keys[24])
{
  int width, height;
  guint32 *pixels = widget_picture_take (fixture->keyboard, &width, &height);

  g_assert_cmpint (height, ==, HEIGHT);
  for (int i = 0; i < 24; i++)
    keys[i] = pixels[(23 - i) * 20 * width + 30];
  return pixels;
}

static guint
light_of (guint32 pixel)
{
  return ((pixel >> 16 & 0xff) + (pixel >> 8 & 0xff) + (pixel & 0xff)) / 3;
}

static gboolean
is_black (int midi)
{
  static const gboolean black[12] = { 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1, 0 };

  return black[midi % 12];
}

/* Each semitone has its key where its row of notes is. */
static void
test_keys (Fixture *fixture, gconstpointer data)
{
  guint32 keys[24];
  g_autofree guint32 *pixels = take_keys (fixture, keys);

  for (int i = 0; i < 24; i++)
    {
      guint light = light_of (keys[i]), below = light_of (pixels[((24 - i) * 20 - 1) * 56 + 30]);

      /* a line parts C from B and F from E */
      if (is_black (60 + i))
        g_assert_true (light < 60 && below < 60);
      else
        g_assert_true (light > 220 && (below > 220) == (i % 12 != 0 && i % 12 != 5));
    }
}

/* The pitches of what is selected and of the pointer are set off, and only they. */
static void
test_lit (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = ct_session_get_document (fixture->session);
  CtEditNote note = ct_document_get_score (document)->notes[0];
  guint32 plain[24], selected[24], hovered[24];
  g_autofree guint32 *first = take_keys (fixture, plain), *second = NULL, *third = NULL;

  note.midi = 65;
  ct_document_begin (document, "Move");
  ct_document_set_note (document, &note);
  ct_document_commit (document);
  ct_selection_set (ct_session_get_selection (fixture->session), &note.id, 1);
  second = take_keys (fixture, selected);
  ct_selection_clear (ct_session_get_selection (fixture->session));
  ct_session_set_hover (fixture->session, 1, 70.4);
  third = take_keys (fixture, hovered);
  for (int i = 0; i < 24; i++)
    {
      g_assert_cmpint (selected[i] != plain[i], ==, 60 + i == 65);
      g_assert_cmpint (hovered[i] != plain[i], ==, 60 + i == 70);
    }
}

/* Which of the names of 12 keys from C4 on differ, a bit each. */
static guint
changed_names (const guint32 *before, const guint32 *after)
{
  guint names = 0;

  for (int i = 0; i < 12; i++)
    if (memcmp (before + (ptrdiff_t) (23 - i) * 20 * 56, after + (ptrdiff_t) (23 - i) * 20 * 56,
                20 * 56 * sizeof *before)
        != 0)
      names |= 1U << i;
  return names;
}

/* Keys are named by the key at the playhead, and as the user calls notes. */
static void
test_names (Fixture *fixture, gconstpointer data)
{
  CtKeyChange changes[] = { { .time_s = 0, .key = { -1, false } }, { .time_s = 5, .key = { 4, false } } };
  CtHarmony harmony = { .keys = changes, .n_keys = 2 };
  guint32 keys[24];
  g_autofree guint32 *first = NULL, *second = NULL, *third = NULL, *fourth = NULL;

  ct_session_set_playhead_s (fixture->session, 0);
  ct_document_take_harmony (ct_session_get_document (fixture->session), &harmony);
  first = take_keys (fixture, keys);
  ct_session_set_playhead_s (fixture->session, 6);
  second = take_keys (fixture, keys);
  /* D sharp, G sharp and A sharp */
  g_assert_cmphex (changed_names (first, second), ==, 1 << 3 | 1 << 8 | 1 << 10);
  g_object_set (ct_session_get_display (fixture->session), "spelling", CT_SPELLING_FLATS, NULL);
  third = take_keys (fixture, keys);
  g_assert_cmphex (changed_names (second, third), ==, 1 << 1 | 1 << 3 | 1 << 6 | 1 << 8 | 1 << 10);
  g_object_set (ct_session_get_display (fixture->session), "note-names", CT_NAME_NOTES_NUMBERS, NULL);
  fourth = take_keys (fixture, keys);
  g_assert_cmphex (changed_names (third, fourth), ==, 0xfff);
  /* numbers an octave apart differ by a dot */
  g_assert_cmphex (changed_names (fourth, fourth - (ptrdiff_t) 12 * 20 * 56), ==, 0xfff);
}

/* Slid over, each key goes up before the next goes down; beyond the ends none is down. */
static void
test_slide (Fixture *fixture, gconstpointer data)
{
  GtkEventController *drag = widget_find_controller (fixture->keyboard, GTK_TYPE_GESTURE_DRAG);
  g_autofree guint32 *pixels = NULL;
  guint32 plain[24], down[24];

  g_free (take_keys (fixture, plain));
  g_signal_emit_by_name (drag, "drag-begin", 10.0, 1.0);
  g_assert_cmpstr (fixture->heard->str, ==, "83+ ");
  pixels = take_keys (fixture, down);
  for (int i = 0; i < 24; i++)
    g_assert_cmpint (down[i] != plain[i], ==, i == 23);
  g_signal_emit_by_name (drag, "drag-begin", 10.0, 21.0);
  g_signal_emit_by_name (drag, "drag-begin", 50.0, 39.0); /* the same key */
  g_assert_cmpstr (fixture->heard->str, ==, "83+ 83- 82+ ");
  g_signal_emit_by_name (drag, "drag-begin", 10.0, HEIGHT + 1.0);
  g_assert_cmpstr (fixture->heard->str, ==, "83+ 83- 82+ 82- ");
  g_signal_emit_by_name (drag, "cancel", NULL);
  g_assert_cmpstr (fixture->heard->str, ==, "83+ 83- 82+ 82- ");
}

/* Another song lets go of the key that is down. */
static void
test_another_session (Fixture *fixture, gconstpointer data)
{
  g_signal_emit_by_name (widget_find_controller (fixture->keyboard, GTK_TYPE_GESTURE_DRAG), "drag-begin", 10.0,
                         HEIGHT - 1.0);
  g_object_set (fixture->keyboard, "session", NULL, NULL);
  g_assert_cmpstr (fixture->heard->str, ==, "60+ 60- ");
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
#define ADD(path, func) g_test_add ("/keyboard/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("keys", test_keys);
  ADD ("lit", test_lit);
  ADD ("names", test_names);
  ADD ("slide", test_slide);
  ADD ("another-session", test_another_session);
  return g_test_run ();
}
