/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gtk/gtk.h>
#include <stdio.h>

#include "core/base/ct-harmony.h"
#include "core/base/ct-key.h"
#include "core/transcribe/ct-edit-score.h"
#include "tests/support/note-document.h"
#include "tests/support/timbre-document.h"
#include "tests/support/ui-test.h"
#include "tests/support/widget-find.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-history.h"
#include "ui/document/ct-track-edits.h"
#include "ui/session/ct-display.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"
#include "ui/tools/ct-note-inspector.h"

#define NEAR_S 1e-6

typedef struct
{
  CtDocument *document;
  CtSession *session;
  GtkWidget *window;
  GtkWidget *inspector;
  guint64 ids[20];
  /* in the order they are in: pitch, velocity, start, length */
  GtkWidget *entries[4];
  guint n_entries;
  GtkWidget *tracks;
  GtkWidget *status;
  GtkWidget *measured;
} Fixture;

enum
{
  PITCH,
  VELOCITY,
  START,
  LENGTH,
};

static void
find_parts (Fixture *fixture, GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      if (GTK_IS_ENTRY (child))
        fixture->entries[fixture->n_entries++] = child;
      else if (GTK_IS_DROP_DOWN (child))
        fixture->tracks = child;
      else if (GTK_IS_LABEL (child) && gtk_widget_has_css_class (child, "heading"))
        fixture->status = child;
      else if (GTK_IS_LABEL (child) && gtk_widget_has_css_class (child, "dim-label"))
        fixture->measured = child;
      else
        find_parts (fixture, child);
    }
}

static void
open_document (Fixture *fixture, CtDocument *document)
{
  *fixture = (Fixture){ .document = document, .session = ct_session_new (document) };
  for (guint i = 0; i < 20; i++)
    fixture->ids[i] = note_document_id (document, i);
  fixture->window = gtk_window_new ();
  fixture->inspector = ct_note_inspector_new ();
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->inspector);
  find_parts (fixture, fixture->inspector);
  g_assert_cmpuint (fixture->n_entries, ==, 4);
  g_object_set (fixture->inspector, "session", fixture->session, NULL);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  open_document (fixture, note_document_new (20));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_finalize_object (fixture->session);
  g_assert_true (ct_edit_score_is_valid (ct_document_get_score (fixture->document)));
  g_assert_finalize_object (fixture->document);
}

static const char *
text_of (Fixture *fixture, guint entry)
{
  return gtk_editable_get_text (GTK_EDITABLE (fixture->entries[entry]));
}

static gboolean
is_mixed (Fixture *fixture, guint entry)
{
  return *text_of (fixture, entry) == '\0'
         && g_strcmp0 (gtk_entry_get_placeholder_text (GTK_ENTRY (fixture->entries[entry])), "mixed") == 0;
}

static const char *
track_shown (Fixture *fixture)
{
  return gtk_string_object_get_string (gtk_drop_down_get_selected_item (GTK_DROP_DOWN (fixture->tracks)));
}

static char *
dup_name_at (Fixture *fixture, guint place)
{
  g_autoptr (GtkStringObject) item = g_list_model_get_item (gtk_drop_down_get_model (GTK_DROP_DOWN (fixture->tracks)),
                                                            place);

  g_assert_nonnull (item);
  return g_strdup (gtk_string_object_get_string (item));
}

static gboolean
is_marked (Fixture *fixture, guint entry)
{
  return gtk_widget_has_css_class (fixture->entries[entry], "error");
}

static void
type (Fixture *fixture, guint entry, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (fixture->entries[entry]), text);
  g_signal_emit_by_name (fixture->entries[entry], "activate");
}

static const CtEditNote *
note_of (Fixture *fixture, guint i)
{
  return ct_document_get_note (fixture->document, fixture->ids[i]);
}

static gboolean
changed (Fixture *fixture)
{
  return ct_history_get_can_undo (ct_document_get_history (fixture->document));
}

static void
test_shown (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (fixture->status)), ==, "No notes selected");
  g_assert_false (gtk_widget_is_sensitive (fixture->entries[PITCH]));
  ct_selection_set (ct_session_get_selection (fixture->session), fixture->ids + 1, 1);
  g_assert_true (gtk_widget_is_sensitive (fixture->entries[PITCH]));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (fixture->status)), ==,
                   "C♯4 at 0:01.000, 0.50 s long, Track 2, velocity 64");
  g_assert_cmpstr (text_of (fixture, PITCH), ==, "C♯4");
  g_assert_cmpstr (text_of (fixture, VELOCITY), ==, "64");
  g_assert_cmpstr (text_of (fixture, START), ==, "0:01.000");
  g_assert_cmpstr (text_of (fixture, LENGTH), ==, "0.500");
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (fixture->measured)), ==, "277.2 Hz");
  g_assert_cmpstr (track_shown (fixture), ==, "2  Track 2");
  /* what several share, and what they do not */
  ct_selection_set (ct_session_get_selection (fixture->session), fixture->ids, 3);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (fixture->status)), ==, "3 notes selected");
  g_assert_true (is_mixed (fixture, PITCH));
  g_assert_true (is_mixed (fixture, START));
  g_assert_cmpstr (text_of (fixture, VELOCITY), ==, "64");
  g_assert_cmpstr (text_of (fixture, LENGTH), ==, "0.500");
  g_assert_cmpstr (track_shown (fixture), ==, "mixed");
  g_assert_false (changed (fixture));
}

static void
test_typed (Fixture *fixture, gconstpointer data)
{
  ct_selection_set (ct_session_get_selection (fixture->session), fixture->ids + 1, 1);
  type (fixture, PITCH, "a4");
  g_assert_cmpint (note_of (fixture, 1)->midi, ==, 69);
  g_assert_cmpstr (text_of (fixture, PITCH), ==, "A4");
  type (fixture, PITCH, "-12");
  g_assert_cmpint (note_of (fixture, 1)->midi, ==, 57);
  type (fixture, PITCH, "+1");
  g_assert_cmpint (note_of (fixture, 1)->midi, ==, 58);
  type (fixture, START, "1:02,5");
  g_assert_cmpfloat_with_epsilon (note_of (fixture, 1)->onset_s, 62.5, NEAR_S);
  type (fixture, START, "−2.5");
  g_assert_cmpfloat_with_epsilon (note_of (fixture, 1)->onset_s, 60, NEAR_S);
  type (fixture, LENGTH, "0");
  g_assert_cmpstr (text_of (fixture, LENGTH), ==, "0.010");
  type (fixture, VELOCITY, "999");
  g_assert_cmpint (note_of (fixture, 1)->velocity, ==, 127);
  g_assert_cmpstr (ct_history_get_undo_name (ct_document_get_history (fixture->document)), ==,
                   "Change Velocity of Note");
  ct_document_undo (fixture->document);
  g_assert_cmpstr (text_of (fixture, VELOCITY), ==, "64");
}

static gboolean
all_selected (Fixture *fixture, guint entry)
{
  int start, end;

  return gtk_editable_get_selection_bounds (GTK_EDITABLE (fixture->entries[entry]), &start, &end) && start == 0
         && end == (int) g_utf8_strlen (text_of (fixture, entry), -1);
}

static gboolean
escape (Fixture *fixture, guint entry)
{
  GtkEventController *key = widget_find_controller (fixture->entries[entry], GTK_TYPE_EVENT_CONTROLLER_KEY);
  gboolean taken;

  g_signal_emit_by_name (key, "key-pressed", GDK_KEY_Escape, 9, 0, &taken);
  return taken;
}

/* After Return what is typed next replaces the number, and does not continue it. */
static void
test_typed_again (Fixture *fixture, gconstpointer data)
{
  ct_selection_set (ct_session_get_selection (fixture->session), fixture->ids + 1, 1);
  for (guint entry = PITCH; entry <= LENGTH; entry++)
    {
      type (fixture, entry, "+1");
      g_assert_true (all_selected (fixture, entry));
      gtk_editable_select_region (GTK_EDITABLE (fixture->entries[entry]), 0, 0);
      g_signal_emit_by_name (fixture->entries[entry], "activate");
      g_assert_true (all_selected (fixture, entry));
    }
  /* what cannot be read is mended, not replaced */
  type (fixture, VELOCITY, "9o");
  g_assert_false (all_selected (fixture, VELOCITY));
}

/* Escape takes back what was typed; the second one is for the window, which goes to the canvas. */
static void
test_escape (Fixture *fixture, gconstpointer data)
{
  ct_selection_set (ct_session_get_selection (fixture->session), fixture->ids + 1, 1);
  gtk_editable_set_text (GTK_EDITABLE (fixture->entries[VELOCITY]), "9");
  g_assert_true (escape (fixture, VELOCITY));
  g_assert_cmpstr (text_of (fixture, VELOCITY), ==, "64");
  g_assert_true (all_selected (fixture, VELOCITY));
  g_assert_false (escape (fixture, VELOCITY));
  g_assert_false (changed (fixture));
}

/* Pitches follow the key and what the user calls them; what is being typed stays. */
static void
test_names (Fixture *fixture, gconstpointer data)
{
  CtKeyChange key = { .key = { -5, false } };
  CtHarmony harmony = { .keys = &key, .n_keys = 1 };
  CtDisplay *display = ct_session_get_display (fixture->session);

  ct_document_take_harmony (fixture->document, &harmony);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (fixture->status)), ==, "No notes selected");
  ct_selection_set (ct_session_get_selection (fixture->session), fixture->ids + 1, 1);
  g_assert_cmpstr (text_of (fixture, PITCH), ==, "D♭4");
  g_object_set (display, "note-names", CT_NAME_NOTES_GERMAN, NULL);
  g_assert_cmpstr (text_of (fixture, PITCH), ==, "Des4");
  g_assert_true (g_str_has_prefix (gtk_label_get_text (GTK_LABEL (fixture->status)), "Des4 at"));
  type (fixture, PITCH, "b3");
  g_assert_cmpint (note_of (fixture, 1)->midi, ==, 58);
  g_object_set (display, "note-names", CT_NAME_NOTES_LETTERS, NULL);
  g_assert_cmpstr (text_of (fixture, PITCH), ==, "B♭3");
  type (fixture, PITCH, "b3");
  g_assert_cmpint (note_of (fixture, 1)->midi, ==, 59);
  gtk_editable_set_text (GTK_EDITABLE (fixture->entries[PITCH]), "A");
  g_object_set (display, "note-names", CT_NAME_NOTES_SOLFEGE, NULL);
  g_assert_cmpstr (text_of (fixture, PITCH), ==, "A");
  g_assert_true (g_str_has_prefix (gtk_label_get_text (GTK_LABEL (fixture->status)), "Do♭4 at"));
  type (fixture, PITCH, "Sol4");
  g_assert_cmpint (note_of (fixture, 1)->midi, ==, 67);
}

static void
test_many (Fixture *fixture, gconstpointer data)
{
  ct_selection_set (ct_session_get_selection (fixture->session), fixture->ids, 3);
  /* left as it is nothing changes, mixed as it may be */
  g_signal_emit_by_name (fixture->entries[PITCH], "activate");
  g_assert_false (changed (fixture));
  type (fixture, PITCH, "+12");
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (note_of (fixture, i)->midi, ==, 72 + (int) i);
  g_assert_true (is_mixed (fixture, PITCH));
  type (fixture, PITCH, "C5");
  g_assert_cmpstr (text_of (fixture, PITCH), ==, "C5");
  type (fixture, START, "+0.25");
  for (guint i = 0; i < 3; i++)
    g_assert_cmpfloat_with_epsilon (note_of (fixture, i)->onset_s, i + 0.25, NEAR_S);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (fixture->tracks), 0);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (note_of (fixture, i)->track, ==, note_of (fixture, 0)->track);
}

static void
test_invalid (Fixture *fixture, gconstpointer data)
{
  static const char *const wrong[4][5] = { { "X4", "A", "999", "1.5", "a4a4" },
                                           { "x", "1e5", "12..", "0x5", "nan" },
                                           { "a", "1:2:3:4", "::", "1.5:2", "inf" },
                                           { "long", "--1", "+", "1;2", "%s" } };

  ct_selection_set (ct_session_get_selection (fixture->session), fixture->ids + 1, 1);
  for (guint entry = 0; entry < 4; entry++)
    for (guint i = 0; i < 5; i++)
      {
        type (fixture, entry, wrong[entry][i]);
        g_assert_true (is_marked (fixture, entry));
        g_assert_cmpstr (text_of (fixture, entry), ==, wrong[entry][i]);
      }
  g_assert_false (changed (fixture));
  type (fixture, PITCH, "");
  g_assert_false (is_marked (fixture, PITCH));
  g_assert_cmpstr (text_of (fixture, PITCH), ==, "C♯4");
  type (fixture, PITCH, "x");
  ct_selection_set (ct_session_get_selection (fixture->session), fixture->ids + 2, 1);
  g_assert_false (is_marked (fixture, PITCH));
}

/* Notes that cannot be picked any more are not changed by what is typed. */
static void
test_locked (Fixture *fixture, gconstpointer data)
{
  guint32 track = note_of (fixture, 1)->track;

  ct_selection_set (ct_session_get_selection (fixture->session), fixture->ids, 2);
  ct_track_edits_set_flag (fixture->document, &track, 1, CT_TRACK_LOCKED, TRUE);
  type (fixture, PITCH, "C7");
  g_assert_cmpint (note_of (fixture, 0)->midi, ==, 96);
  g_assert_cmpint (note_of (fixture, 1)->midi, ==, 61);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (fixture->tracks), 1);
  g_assert_cmpuint (note_of (fixture, 0)->track, !=, track);
}

static void
test_tracks (Fixture *fixture, gconstpointer data)
{
  guint32 track = note_of (fixture, 1)->track;
  GListModel *names = gtk_drop_down_get_model (GTK_DROP_DOWN (fixture->tracks));
  g_autofree char *name = NULL;

  ct_track_edits_rename (fixture->document, track, "Clarinet_b");
  name = dup_name_at (fixture, 1);
  g_assert_cmpstr (name, ==, "2  Clarinet_b");
  ct_selection_set (ct_session_get_selection (fixture->session), fixture->ids + 1, 1);
  g_assert_cmpstr (track_shown (fixture), ==, "2  Clarinet_b");
  ct_track_edits_add (fixture->document, -1);
  g_assert_cmpuint (g_list_model_get_n_items (names), ==, 3);
  g_object_set (fixture->inspector, "session", NULL, NULL);
  g_assert_cmpstr (track_shown (fixture), ==, "");
  g_assert_false (gtk_widget_is_sensitive (fixture->entries[PITCH]));
  g_object_set (fixture->inspector, "session", fixture->session, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (names), ==, 3);
  ct_track_edits_rename (fixture->document, track, "Oboe");
  g_assert_cmpstr (track_shown (fixture), ==, "2  Oboe");
}

static guint
count_steps (Fixture *fixture)
{
  guint n = 0;

  while (changed (fixture))
    {
      ct_document_undo (fixture->document);
      n++;
    }
  for (guint i = 0; i < n; i++)
    ct_document_redo (fixture->document);
  return n;
}

static void
leave (Fixture *fixture, guint entry)
{
  g_signal_emit_by_name (widget_find_controller (fixture->entries[entry], GTK_TYPE_EVENT_CONTROLLER_FOCUS), "leave");
}

/* What is typed once is one step, though Return and the focus that leaves both take it over. */
static void
test_one_step (Fixture *fixture, gconstpointer data)
{
  ct_selection_set (ct_session_get_selection (fixture->session), fixture->ids, 3);
  type (fixture, PITCH, "C6");
  leave (fixture, PITCH);
  g_assert_cmpuint (count_steps (fixture), ==, 1);
  gtk_editable_set_text (GTK_EDITABLE (fixture->entries[VELOCITY]), "+5");
  leave (fixture, VELOCITY);
  leave (fixture, VELOCITY);
  g_assert_cmpint (note_of (fixture, 0)->velocity, ==, 69);
  g_assert_cmpuint (count_steps (fixture), ==, 2);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (fixture->tracks), 1);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (fixture->tracks), 1);
  g_assert_cmpuint (count_steps (fixture), ==, 3);
}

/* What is shown is rounded; leaving it alone must not round the note. */
static void
test_left_alone (Fixture *fixture, gconstpointer data)
{
  CtEditNote note = *note_of (fixture, 1);

  note.onset_s = 1.0004321;
  note.offset_s = 1.4996543;
  ct_document_begin (fixture->document, "Shift");
  ct_document_set_note (fixture->document, &note);
  ct_document_commit (fixture->document);
  ct_selection_set (ct_session_get_selection (fixture->session), fixture->ids + 1, 1);
  for (guint entry = PITCH; entry <= LENGTH; entry++)
    {
      g_signal_emit_by_name (fixture->entries[entry], "activate");
      leave (fixture, entry);
    }
  g_assert_cmpuint (count_steps (fixture), ==, 1);
  g_assert_cmpfloat (note_of (fixture, 1)->onset_s, ==, note.onset_s);
  g_assert_cmpfloat (note_of (fixture, 1)->offset_s, ==, note.offset_s);
}

/* Showing another selection types nothing: what was typed and not taken over is gone, and so is the focus. */
static void
test_selection_lost (Fixture *fixture, gconstpointer data)
{
  gtk_window_present (GTK_WINDOW (fixture->window));
  ct_selection_set (ct_session_get_selection (fixture->session), fixture->ids, 2);
  gtk_widget_grab_focus (fixture->entries[PITCH]);
  gtk_editable_set_text (GTK_EDITABLE (fixture->entries[PITCH]), "C7");
  ct_selection_clear (ct_session_get_selection (fixture->session));
  g_assert_false (gtk_widget_is_sensitive (fixture->entries[PITCH]));
  leave (fixture, PITCH);
  g_assert_cmpstr (text_of (fixture, PITCH), ==, "");
  g_assert_false (changed (fixture));
}

/* However tracks come, go and change places, the drop-down follows the notes and never moves them. */
static void
test_no_echo (Fixture *fixture, gconstpointer data)
{
  guint32 first = note_of (fixture, 0)->track, second = note_of (fixture, 1)->track, third;

  third = ct_track_edits_add (fixture->document, -1);
  ct_selection_set (ct_session_get_selection (fixture->session), fixture->ids + 1, 1);
  for (int place = 2; place >= 0; place--)
    {
      ct_document_begin (fixture->document, "Move");
      ct_document_move_track (fixture->document, second, place);
      ct_document_commit (fixture->document);
      g_assert_cmpuint (note_of (fixture, 1)->track, ==, second);
      g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (fixture->tracks)), ==, (guint) place);
    }
  ct_track_edits_rename (fixture->document, second, "Oboe");
  g_assert_cmpstr (track_shown (fixture), ==, "1  Oboe");
  /* its track goes, and the note to the one behind */
  ct_track_edits_remove (fixture->document, &second, 1, third);
  g_assert_cmpuint (note_of (fixture, 1)->track, ==, third);
  g_assert_cmpuint (note_of (fixture, 0)->track, ==, first);
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (fixture->tracks)), ==, 1);
  while (changed (fixture))
    {
      ct_document_undo (fixture->document);
      g_assert_true (ct_history_get_can_redo (ct_document_get_history (fixture->document)));
    }
  g_assert_cmpuint (note_of (fixture, 1)->track, ==, second);
  g_assert_cmpstr (track_shown (fixture), ==, "2  Track 2");
}

/* Of a note that was heard the measured pitch is there, near its name. */
static void
test_measured (void)
{
  Fixture fixture;
  guint n_known = 0;

  open_document (&fixture, timbre_document_new_demo ());
  for (guint i = 0; i < 20; i++)
    {
      const char *text;
      double cents, hz;

      ct_selection_set (ct_session_get_selection (fixture.session), fixture.ids + i, 1);
      text = gtk_label_get_text (GTK_LABEL (fixture.measured));
      if (sscanf (text, "%lf cents, %lf Hz", &cents, &hz) != 2)
        continue;
      n_known++;
      g_assert_cmpfloat (cents, >, -60);
      g_assert_cmpfloat (cents, <, 60);
    }
  g_assert_cmpuint (n_known, >=, 15);
  tear_down (&fixture, NULL);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
#define ADD(path, func) g_test_add ("/note-inspector/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("shown", test_shown);
  ADD ("typed", test_typed);
  ADD ("typed-again", test_typed_again);
  ADD ("escape", test_escape);
  ADD ("names", test_names);
  ADD ("many", test_many);
  ADD ("invalid", test_invalid);
  ADD ("locked", test_locked);
  ADD ("tracks", test_tracks);
  ADD ("one-step", test_one_step);
  ADD ("left-alone", test_left_alone);
  ADD ("selection-lost", test_selection_lost);
  ADD ("no-echo", test_no_echo);
  g_test_add_func ("/note-inspector/measured", test_measured);
  return g_test_run ();
}
