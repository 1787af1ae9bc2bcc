/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-export-dialog.h"

#include <adwaita.h>

#include "core/base/ct-note.h"
#include "core/base/ct-percussion.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/rhythm/ct-note-grid.h"
#include "tests/support/note-document.h"
#include "tests/support/ui-test.h"
#include "tests/support/widget-find.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-track-edits.h"
#include "ui/session/ct-session.h"

/* The places of the rows. */
enum
{
  ROW_SCOPE, /* combo rows */
  ROW_FORMAT,
  ROW_TIMING,
};

enum
{
  SWITCH_MUTED,
  SWITCH_LOOP,
  SWITCH_BENDS,
  SWITCH_CHORDS,
  SWITCH_TRANSPOSED,
};

/* 20 notes, two of them uncertain, on two tracks. */
typedef struct
{
  CtDocument *document;
  CtSession *session;
  guint32 tracks[2];
  GtkWindow *parent;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->document = note_document_new (20);
  fixture->session = ct_session_new (fixture->document);
  for (guint i = 0; i < 2; i++)
    fixture->tracks[i] = ct_document_get_score (fixture->document)->tracks[i].id;
  fixture->parent = g_object_ref (GTK_WINDOW (gtk_window_new ()));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->parent);
  g_assert_finalize_object (fixture->parent);
  g_assert_finalize_object (fixture->session);
  g_assert_finalize_object (fixture->document);
}

static GtkWidget *
show (Fixture *fixture, CtExportFormat format)
{
  GtkWidget *dialog = GTK_WIDGET (ct_export_dialog_show (fixture->parent, fixture->session, format));

  ui_test_settle ();
  g_assert_true (gtk_window_get_transient_for (GTK_WINDOW (dialog)) == fixture->parent);
  return dialog;
}

static void
hide (GtkWidget *dialog)
{
  g_object_ref (dialog);
  gtk_window_close (GTK_WINDOW (dialog));
  ui_test_settle ();
  g_assert_finalize_object (dialog);
}

static gboolean
says (GtkWidget *dialog, const char *text)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  widget_find_all (dialog, GTK_TYPE_LABEL, labels);
  for (guint i = 0; i < labels->len; i++)
    if (g_strcmp0 (gtk_label_get_text (labels->pdata[i]), text) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
can_export (GtkWidget *dialog)
{
  g_autoptr (GPtrArray) buttons = g_ptr_array_new ();

  widget_find_all (dialog, GTK_TYPE_BUTTON, buttons);
  for (guint i = 0; i < buttons->len; i++)
    if (gtk_widget_has_css_class (buttons->pdata[i], "suggested-action"))
      return gtk_widget_get_sensitive (buttons->pdata[i]);
  g_assert_not_reached ();
}

static void
choose (GtkWidget *dialog, guint place)
{
  adw_combo_row_set_selected (ADW_COMBO_ROW (widget_find (dialog, ADW_TYPE_COMBO_ROW, ROW_SCOPE)), place);
}

static GtkWidget *
control (GtkWidget *dialog, guint place)
{
  return widget_find (dialog, GTK_TYPE_SWITCH, place);
}

/* The dialog counts what would be written, without uncertain notes, as its rows are set. */
static void
test_scope (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog;

  ct_session_set_current_track (fixture->session, fixture->tracks[1]);
  ct_track_edits_set_flag (fixture->document, fixture->tracks, 1, CT_TRACK_VISIBLE, FALSE);
  ct_track_edits_rename (fixture->document, fixture->tracks[1], "Oboe");
  dialog = show (fixture, CT_EXPORT_MIDI);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (dialog)), ==, "Export MIDI");
  choose (dialog, 1);
  g_assert_true (says (dialog, "“Oboe” only"));
  choose (dialog, 2);
  g_assert_true (says (dialog, "18 notes will be exported."));
  choose (dialog, 0);
  g_assert_false (says (dialog, "18 notes will be exported."));
  g_assert_true (can_export (dialog));

  /* muted tracks are left out unless they are asked for */
  ct_track_edits_set_flag (fixture->document, fixture->tracks, 2, CT_TRACK_MUTE, TRUE);
  choose (dialog, 2);
  g_assert_true (says (dialog, "There is nothing to export."));
  g_assert_false (can_export (dialog));
  gtk_switch_set_active (GTK_SWITCH (control (dialog, SWITCH_MUTED)), TRUE);
  g_assert_true (says (dialog, "18 notes will be exported."));
  g_assert_true (can_export (dialog));
  hide (dialog);
}

/* The loop is a choice where there is one. */
static void
test_loop (Fixture *fixture, gconstpointer data)
{
  const CtTimeSpan span = { 0, 1.9 };
  GtkWidget *dialog = show (fixture, CT_EXPORT_CSV);

  g_assert_false (gtk_widget_get_mapped (control (dialog, SWITCH_LOOP)));
  g_assert_false (gtk_widget_get_mapped (control (dialog, SWITCH_BENDS))); /* a table has none */
  g_assert_true (says (dialog, "18 notes will be exported."));
  hide (dialog);

  ct_session_set_loop (fixture->session, &span);
  dialog = show (fixture, CT_EXPORT_CSV);
  g_assert_true (gtk_widget_get_mapped (control (dialog, SWITCH_LOOP)));
  gtk_switch_set_active (GTK_SWITCH (control (dialog, SWITCH_LOOP)), TRUE);
  g_assert_false (says (dialog, "18 notes will be exported."));
  g_assert_true (can_export (dialog));
  hide (dialog);
}

static void
set_beats (Fixture *fixture)
{
  CtTempoMap *map;

  g_assert_cmpint (ct_tempo_map_new_steady (120, 0, 4, 4, &map), ==, CT_STATUS_OK);
  ct_document_begin (fixture->document, "Beats");
  ct_document_set_tempo_map (fixture->document, map);
  ct_document_commit (fixture->document);
  ct_tempo_map_free (map);
}

/* Where there are beats, notes can be put on them. */
static void
test_timing (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = show (fixture, CT_EXPORT_MIDI), *timing;

  g_assert_false (gtk_widget_get_mapped (widget_find (dialog, ADW_TYPE_COMBO_ROW, ROW_TIMING)));
  g_assert_false (gtk_widget_get_mapped (control (dialog, SWITCH_TRANSPOSED)));
  hide (dialog);
  set_beats (fixture);
  ct_session_set_grid (fixture->session, &(CtNoteGrid){ 8, CT_NOTE_GRID_TRIPLET, 0.6 });
  dialog = show (fixture, CT_EXPORT_MIDI);
  timing = widget_find (dialog, ADW_TYPE_COMBO_ROW, ROW_TIMING);
  g_assert_true (gtk_widget_get_mapped (timing));
  g_assert_true (says (dialog, "As heard"));
  g_assert_true (gtk_widget_get_sensitive (control (dialog, SWITCH_BENDS)));
  adw_combo_row_set_selected (ADW_COMBO_ROW (timing), 2);
  g_assert_true (says (dialog, "Quantized to 1/8T"));
  /* bends follow the recording, which these notes leave */
  g_assert_false (
      gtk_widget_get_sensitive (gtk_widget_get_ancestor (control (dialog, SWITCH_BENDS), ADW_TYPE_ACTION_ROW)));
  hide (dialog);
  /* a table has the beats in columns */
  dialog = show (fixture, CT_EXPORT_CSV);
  g_assert_false (gtk_widget_get_mapped (widget_find (dialog, ADW_TYPE_COMBO_ROW, ROW_TIMING)));
  hide (dialog);
}

/* Sheet music is on some grid in any case; without beats the dialog says on which. */
static void
test_musicxml (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = show (fixture, CT_EXPORT_MUSICXML);

  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (dialog)), ==, "Export MusicXML");
  g_assert_true (says (dialog, "No beats were found: the music is written as if each second were a quarter note."));
  g_assert_true (can_export (dialog));
  hide (dialog);
  set_beats (fixture);
  dialog = show (fixture, CT_EXPORT_MUSICXML);
  g_assert_true (says (dialog, "18 notes will be exported."));
  g_assert_true (gtk_widget_get_mapped (widget_find (dialog, ADW_TYPE_COMBO_ROW, ROW_TIMING)));
  g_assert_true (says (dialog, "Quantized automatically"));
  g_assert_false (says (dialog, "As heard"));
  g_assert_false (gtk_widget_get_mapped (control (dialog, SWITCH_BENDS)));
  g_assert_true (gtk_widget_get_mapped (control (dialog, SWITCH_CHORDS)));
  g_assert_true (gtk_widget_get_mapped (control (dialog, SWITCH_TRANSPOSED)));
  hide (dialog);
}

/* Without a recording there are no stems. */
static void
test_stems (Fixture *fixture, gconstpointer data)
{
  const CtTimeSpan span = { 0, 1.9 };
  GtkWidget *dialog;

  ct_session_set_loop (fixture->session, &span);
  dialog = show (fixture, CT_EXPORT_STEMS);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (dialog)), ==, "Export Stems");
  g_assert_true (gtk_widget_get_mapped (widget_find (dialog, ADW_TYPE_COMBO_ROW, ROW_FORMAT)));
  g_assert_false (gtk_widget_get_mapped (control (dialog, SWITCH_LOOP)));
  hide (dialog);
}

/* The dialog tells what becomes of drums: written even alone, and isolated into a file of their own. */
static void
test_drums (Fixture *fixture, gconstpointer data)
{
  static const char isolated[]
      = "Each track is isolated from the recording into an audio file, and the drums into one; "
        "one more file contains the rest.";
  CtHit hits[] = { { 0.5, 1, 0 }, { 1, 1, 0 } };
  CtPercussion percussion = { hits, 2, { { .drum = 36 } }, 1 };
  GtkWidget *dialog;

  ct_document_begin (fixture->document, "Drums");
  ct_document_set_percussion (fixture->document, &percussion);
  ct_document_commit (fixture->document);
  dialog = show (fixture, CT_EXPORT_STEMS);
  g_assert_true (says (dialog, isolated));
  hide (dialog);
  percussion.groups[0].mute = true;
  ct_document_begin (fixture->document, "Mute");
  ct_document_set_percussion (fixture->document, &percussion);
  ct_document_commit (fixture->document);
  dialog = show (fixture, CT_EXPORT_STEMS);
  g_assert_false (says (dialog, isolated));
  hide (dialog);
  ct_document_undo (fixture->document);
  ct_track_edits_set_flag (fixture->document, fixture->tracks, 2, CT_TRACK_MUTE, TRUE);
  dialog = show (fixture, CT_EXPORT_MIDI);
  g_assert_true (says (dialog, "2 drum hits will be exported."));
  g_assert_true (can_export (dialog));
  hide (dialog);
  dialog = show (fixture, CT_EXPORT_STEMS);
  g_assert_true (says (dialog, "The drums are isolated from the recording into an audio file; one more file contains "
                               "the rest."));
  g_assert_true (can_export (dialog));
  hide (dialog);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add ("/export-dialog/scope", Fixture, NULL, set_up, test_scope, tear_down);
  g_test_add ("/export-dialog/loop", Fixture, NULL, set_up, test_loop, tear_down);
  g_test_add ("/export-dialog/timing", Fixture, NULL, set_up, test_timing, tear_down);
  g_test_add ("/export-dialog/musicxml", Fixture, NULL, set_up, test_musicxml, tear_down);
  g_test_add ("/export-dialog/stems", Fixture, NULL, set_up, test_stems, tear_down);
  g_test_add ("/export-dialog/drums", Fixture, NULL, set_up, test_drums, tear_down);
  return g_test_run ();
}
