/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tracks/ct-track-row.h"

#include <string.h>

#include "core/transcribe/ct-edit-score.h"
#include "tests/support/track-fixture.h"
#include "tests/support/ui-test.h"
#include "tests/support/widget-find.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-history.h"
#include "ui/document/ct-track-edits.h"
#include "ui/session/ct-track-item.h"
#include "ui/widgets/ct-color-button.h"

/* A row bound to the track at place 0, whose item follows the document as the panel sees to it. */
typedef struct
{
  TrackFixture track;
  CtDocument *document;
  CtTrackItem *items[2];
  GtkWidget *row;
} Fixture;

static void
update_items (Fixture *fixture)
{
  for (guint i = 0; i < G_N_ELEMENTS (fixture->items); i++)
    {
      guint32 id = ct_track_item_get_id (fixture->items[i]);
      const CtEditTrack *track = ct_document_get_track (fixture->document, id);

      if (track)
        ct_track_item_update (fixture->items[i], track, i, ct_document_count_notes (fixture->document, id));
    }
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  track_fixture_set_up (&fixture->track, NULL);
  fixture->document = fixture->track.document;
  for (guint i = 0; i < G_N_ELEMENTS (fixture->items); i++)
    fixture->items[i] = ct_track_item_new (fixture->track.tracks[i]);
  update_items (fixture);
  g_signal_connect_swapped (fixture->document, "changed", G_CALLBACK (update_items), fixture);
  fixture->row = g_object_ref_sink (ct_track_row_new ());
  ct_track_row_bind (CT_TRACK_ROW (fixture->row), fixture->document, fixture->items[0]);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_signal_handlers_disconnect_by_data (fixture->document, fixture);
  ct_track_row_bind (CT_TRACK_ROW (fixture->row), NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (fixture->items); i++)
    g_assert_finalize_object (fixture->items[i]);
  g_assert_finalize_object (fixture->row);
  track_fixture_tear_down (&fixture->track, NULL);
}

static GtkToggleButton *
flag_button (Fixture *fixture, CtTrackFlag flag)
{
  g_autoptr (GPtrArray) buttons = g_ptr_array_new ();

  widget_find_all (fixture->row, GTK_TYPE_TOGGLE_BUTTON, buttons);
  return g_ptr_array_index (buttons, buttons->len - (CT_TRACK_LOCKED + 1) + (guint) flag);
}

static guint
count_steps (Fixture *fixture)
{
  CtHistory *history = ct_document_get_history (fixture->document);
  guint n = 0;

  for (; ct_history_get_can_undo (history); n++)
    ct_document_undo (fixture->document);
  for (guint i = 0; i < n; i++)
    ct_document_redo (fixture->document);
  return n;
}

static gboolean
shows_text (Fixture *fixture, const char *text)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  widget_find_all (fixture->row, GTK_TYPE_LABEL, labels);
  for (guint i = 0; i < labels->len; i++)
    if (g_strcmp0 (gtk_label_get_text (labels->pdata[i]), text) == 0)
      return TRUE;
  return FALSE;
}

static void
count (guint *n)
{
  (*n)++;
}

/* A press is one change. What the document does is shown, and does not come back as another. */
static void
test_no_echo (Fixture *fixture, gconstpointer data)
{
  guint32 id = fixture->track.tracks[0];
  guint n = 0;

  g_signal_connect_swapped (fixture->document, "changed", G_CALLBACK (count), &n);
  for (int flag = CT_TRACK_VISIBLE; flag <= CT_TRACK_LOCKED; flag++)
    {
      GtkToggleButton *button = flag_button (fixture, (CtTrackFlag) flag);
      gboolean before = gtk_toggle_button_get_active (button);

      n = 0;
      gtk_toggle_button_set_active (button, !before);
      g_assert_cmpuint (n, ==, 1);
      g_assert_cmpuint (count_steps (fixture), ==, flag == CT_TRACK_LOCKED);
      g_assert_true (gtk_toggle_button_get_active (button) == !before);
      n = 0;
      ct_track_edits_set_flag (fixture->document, &id, 1, (CtTrackFlag) flag, before);
      g_assert_cmpuint (n, ==, 1);
      g_assert_true (gtk_toggle_button_get_active (button) == before);
    }
  g_signal_handlers_disconnect_by_data (fixture->document, &n);
}

/* A row that a list uses for another track shows that one, and changes neither by it. */
static void
test_rebind (Fixture *fixture, gconstpointer data)
{
  guint32 id = fixture->track.tracks[0];
  GtkToggleButton *mute = flag_button (fixture, CT_TRACK_MUTE);

  ct_track_edits_set_flag (fixture->document, &id, 1, CT_TRACK_MUTE, TRUE);
  g_assert_true (gtk_toggle_button_get_active (mute));
  ct_track_row_bind (CT_TRACK_ROW (fixture->row), fixture->document, fixture->items[1]);
  g_assert_false (gtk_toggle_button_get_active (mute));
  g_assert_true (ct_track_row_get_item (CT_TRACK_ROW (fixture->row)) == fixture->items[1]);
  g_assert_true (shows_text (fixture, "Track 2"));
  g_assert_true (track_fixture_at (&fixture->track, 0)->mute);
  g_assert_false (track_fixture_at (&fixture->track, 1)->mute);

  /* the first track is no longer this row's */
  ct_track_edits_set_flag (fixture->document, &id, 1, CT_TRACK_MUTE, FALSE);
  g_assert_false (gtk_toggle_button_get_active (mute));
  gtk_toggle_button_set_active (mute, TRUE);
  g_assert_true (track_fixture_at (&fixture->track, 1)->mute);
  g_assert_false (track_fixture_at (&fixture->track, 0)->mute);
}

/* The last use of a row whose track was removed changes nothing. */
static void
test_removed (Fixture *fixture, gconstpointer data)
{
  ct_track_edits_remove (fixture->document, fixture->track.tracks, 1, 0);
  g_assert_cmpuint (count_steps (fixture), ==, 1);
  gtk_toggle_button_set_active (flag_button (fixture, CT_TRACK_SOLO), TRUE);
  g_signal_emit_by_name (widget_find (fixture->row, CT_TYPE_COLOR_BUTTON, 0), "chosen", 0x102030u);
  g_assert_cmpuint (count_steps (fixture), ==, 1);
}

static void
test_shows (Fixture *fixture, gconstpointer data)
{
  guint32 id = fixture->track.tracks[0];

  g_assert_true (shows_text (fixture, "Track 1"));
  g_assert_true (shows_text (fixture, "100"));
  ct_track_edits_rename (fixture->document, id, "Oboe");
  g_assert_true (shows_text (fixture, "Oboe"));
  ct_track_edits_set_program (fixture->document, &id, 1, 68);
  g_assert_true (shows_text (fixture, "Oboe"));
  ct_track_edits_rename (fixture->document, id, "");
  g_assert_false (shows_text (fixture, "Track 1")); /* called after the instrument that was chosen */
  g_assert_true (shows_text (fixture, "Oboe"));
  g_signal_emit_by_name (widget_find (fixture->row, CT_TYPE_COLOR_BUTTON, 0), "chosen", 0x102030u);
  g_assert_cmphex (track_fixture_at (&fixture->track, 0)->rgb, ==, 0x102030);
}

/* The mark is there only while the name is a recognised one; a click takes both away. */
static void
test_recognised (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) buttons = g_ptr_array_new ();
  GtkWidget *mark = NULL;
  CtEditTrack track = *track_fixture_at (&fixture->track, 0);

  widget_find_all (fixture->row, GTK_TYPE_BUTTON, buttons);
  for (guint i = 0; i < buttons->len; i++)
    if (g_strcmp0 (gtk_button_get_icon_name (buttons->pdata[i]), "ct-timbres-symbolic") == 0)
      mark = buttons->pdata[i];
  g_assert_nonnull (mark);
  g_assert_false (gtk_widget_get_visible (mark));
  track.guess = (CtTrackGuess){ .rgb = track.rgb, .program = track.program, .naming = track.naming };
  track.recognition = CT_RECOGNITION_DONE;
  ct_edit_track_set_name (&track, "Anna");
  ct_document_begin (fixture->document, "Recognise");
  ct_document_set_track (fixture->document, &track);
  ct_document_commit (fixture->document);
  g_assert_true (gtk_widget_get_visible (mark));
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (mark), "Anna"));
  g_signal_emit_by_name (mark, "clicked");
  g_assert_false (gtk_widget_get_visible (mark));
  g_assert_cmpstr (track_fixture_at (&fixture->track, 0)->name, ==, "");
  g_assert_cmpint (track_fixture_at (&fixture->track, 0)->recognition, ==, CT_RECOGNITION_REFUSED);
}

/* What follows the track is explained when that is asked for, and not before: with hundreds of rows, a text that is set
 * in each of them holds up the window and whoever reads it aloud. */
static void
test_explained_later (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) widgets = g_ptr_array_new ();
  g_autoptr (GObject) tooltip = g_object_new (GTK_TYPE_TOOLTIP, NULL);
  guint n = 0;

  widget_find_all (fixture->row, GTK_TYPE_WIDGET, widgets);
  for (guint i = 0; i < widgets->len; i++)
    {
      GtkWidget *widget = widgets->pdata[i];
      const char *text = gtk_widget_get_tooltip_text (widget);
      gboolean told = FALSE;

      g_assert_true (!text || (!strstr (text, "Track 1") && !strstr (text, "100") && !strstr (text, "%")));
      if (text || !gtk_widget_get_has_tooltip (widget))
        continue;
      g_signal_emit_by_name (widget, "query-tooltip", 0, 0, FALSE, tooltip, &told);
      g_assert_true (told);
      n++;
    }
  /* name, number of notes, and sound */
  g_assert_cmpuint (n, ==, 3);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add ("/track-row/shows", Fixture, NULL, set_up, test_shows, tear_down);
  g_test_add ("/track-row/no-echo", Fixture, NULL, set_up, test_no_echo, tear_down);
  g_test_add ("/track-row/rebind", Fixture, NULL, set_up, test_rebind, tear_down);
  g_test_add ("/track-row/recognised", Fixture, NULL, set_up, test_recognised, tear_down);
  g_test_add ("/track-row/explained-later", Fixture, NULL, set_up, test_explained_later, tear_down);
  g_test_add ("/track-row/removed", Fixture, NULL, set_up, test_removed, tear_down);
  return g_test_run ();
}
