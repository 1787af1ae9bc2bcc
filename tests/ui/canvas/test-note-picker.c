/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib-object.h>

#include "core/transcribe/ct-edit-score.h"
#include "tests/support/note-document.h"
#include "ui/canvas/ct-note-picker.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-track-edits.h"
#include "ui/session/ct-display.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"
#include "ui/session/ct-view.h"

/* A second is 100 pixels, a semitone 20; pitch 84 is at the top, half a semitone under the edge. */
#define WIDTH 1000.0
#define HEIGHT 600.0

typedef struct
{
  CtDocument *document;
  CtSession *session;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->document = note_document_new (20);
  fixture->session = ct_session_new (fixture->document);
  ct_session_set_view (fixture->session, &(CtView){ 0, 10, 54.5, 84.5 });
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->session);
  g_assert_finalize_object (fixture->document);
}

static double
y_of (int midi)
{
  return (84.5 - midi) * 20;
}

static CtNotePart
pick (Fixture *fixture, double x, double y, guint64 *id)
{
  CtNotePart part;

  *id = ct_note_picker_pick (fixture->session, WIDTH, HEIGHT, x, y, &part);
  g_assert_cmpint (*id == 0, ==, part == CT_NOTE_PART_NONE);
  return part;
}

static guint64
draw (Fixture *fixture, guint place, int midi, double onset_s, double offset_s, gboolean uncertain)
{
  CtEditNote note = { .onset_s = onset_s,
                      .offset_s = offset_s,
                      .confidence = 1,
                      .origin_frame = -1,
                      .track = ct_document_get_score (fixture->document)->tracks[place].id,
                      .midi = (guint8) midi,
                      .velocity = 80,
                      .uncertain = uncertain };
  guint64 id;

  ct_document_begin (fixture->document, "Draw");
  id = ct_document_add_note (fixture->document, &note);
  ct_document_commit (fixture->document);
  return id;
}

static void
test_parts (Fixture *fixture, gconstpointer data)
{
  guint64 second = note_document_id (fixture->document, 1), id;

  /* the second note: 61, from 1 to 1.5 s */
  g_assert_cmpint (pick (fixture, 125, y_of (61), &id), ==, CT_NOTE_PART_BODY);
  g_assert_cmpuint (id, ==, second);
  g_assert_cmpint (pick (fixture, 103, y_of (61), &id), ==, CT_NOTE_PART_START);
  g_assert_cmpint (pick (fixture, 97, y_of (61), &id), ==, CT_NOTE_PART_START);
  g_assert_cmpint (pick (fixture, 147, y_of (61), &id), ==, CT_NOTE_PART_END);
  g_assert_cmpint (pick (fixture, 153, y_of (61), &id), ==, CT_NOTE_PART_END);
  g_assert_cmpuint (id, ==, second);
  g_assert_cmpint (pick (fixture, 160, y_of (61), &id), ==, CT_NOTE_PART_NONE);
  g_assert_cmpint (pick (fixture, 125, y_of (61) + 9, &id), ==, CT_NOTE_PART_BODY);
  g_assert_cmpint (pick (fixture, 125, y_of (63), &id), ==, CT_NOTE_PART_NONE);
  g_assert_cmpint (pick (fixture, -50, -50, &id), ==, CT_NOTE_PART_NONE);
}

/* A tenth of a pixel long is still found, moved by its middle and resized from beside it. */
static void
test_small (Fixture *fixture, gconstpointer data)
{
  guint64 small = draw (fixture, 0, 80, 5, 5.01, FALSE), id;

  g_assert_cmpint (pick (fixture, 500.5, y_of (80), &id), ==, CT_NOTE_PART_BODY);
  g_assert_cmpuint (id, ==, small);
  g_assert_cmpint (pick (fixture, 498, y_of (80), &id), ==, CT_NOTE_PART_START);
  g_assert_cmpint (pick (fixture, 503, y_of (80), &id), ==, CT_NOTE_PART_END);
  /* zoomed far out, all pitches in 40 px: still within reach */
  ct_session_set_view (fixture->session, &(CtView){ 0, 20, CT_VIEW_LOW_MIDI, CT_VIEW_HIGH_MIDI });
  g_assert_cmpuint (ct_note_picker_pick (fixture->session, 300, 40, 75.5, 16, NULL), !=, 0);
}

/* Of several at one place the meant one. */
static void
test_stacked (Fixture *fixture, gconstpointer data)
{
  guint64 first = draw (fixture, 0, 80, 5, 6, FALSE), second = draw (fixture, 1, 80, 5, 6.2, FALSE), uncertain, shorter,
          id;
  const CtEditScore *score = ct_document_get_score (fixture->document);

  ct_session_set_current_track (fixture->session, score->tracks[1].id);
  pick (fixture, 550, y_of (80), &id);
  g_assert_cmpuint (id, ==, second);
  ct_session_set_current_track (fixture->session, score->tracks[0].id);
  pick (fixture, 550, y_of (80), &id);
  g_assert_cmpuint (id, ==, first);
  /* hit beats near, whatever the track */
  pick (fixture, 612, y_of (80), &id);
  g_assert_cmpuint (id, ==, second);
  pick (fixture, 602, y_of (80), &id);
  g_assert_cmpuint (id, ==, second);
  g_object_set (ct_session_get_display (fixture->session), "show-uncertain", TRUE, NULL);
  uncertain = draw (fixture, 0, 80, 5.4, 5.6, TRUE);
  pick (fixture, 550, y_of (80), &id);
  g_assert_cmpuint (id, ==, first);
  shorter = draw (fixture, 0, 80, 5.4, 5.6, FALSE);
  pick (fixture, 550, y_of (80), &id);
  g_assert_cmpuint (id, ==, shorter);
  ct_selection_set (ct_session_get_selection (fixture->session), &first, 1);
  pick (fixture, 550, y_of (80), &id);
  g_assert_cmpuint (id, ==, first);
  g_assert_cmpuint (uncertain, !=, 0);
}

static void
test_pickable (Fixture *fixture, gconstpointer data)
{
  const CtEditScore *score = ct_document_get_score (fixture->document);
  guint32 first = score->tracks[0].id;
  guint64 uncertain = note_document_id (fixture->document, 9), id;

  pick (fixture, 925, y_of (69), &id);
  g_assert_cmpuint (id, ==, 0);
  g_object_set (ct_session_get_display (fixture->session), "show-uncertain", TRUE, NULL);
  pick (fixture, 925, y_of (69), &id);
  g_assert_cmpuint (id, ==, uncertain);
  for (CtTrackFlag flag = CT_TRACK_VISIBLE; flag <= CT_TRACK_LOCKED; flag++)
    {
      pick (fixture, 225, y_of (62), &id);
      g_assert_cmpuint (id, ==, note_document_id (fixture->document, 2));
      if (flag == CT_TRACK_SOLO || flag == CT_TRACK_MUTE)
        continue;
      ct_track_edits_set_flag (fixture->document, &first, 1, flag, flag != CT_TRACK_VISIBLE);
      pick (fixture, 225, y_of (62), &id);
      g_assert_cmpuint (id, ==, 0);
      ct_track_edits_set_flag (fixture->document, &first, 1, flag, flag == CT_TRACK_VISIBLE);
    }
}

/* What is not heard is picked where nothing else is meant. */
static void
test_unheard (Fixture *fixture, gconstpointer data)
{
  guint64 first = draw (fixture, 0, 80, 5, 6, FALSE), second = draw (fixture, 1, 80, 5, 7, FALSE), id;
  guint32 track = ct_document_get_note (fixture->document, first)->track;
  const CtView box = { 5.5, 5.6, 79, 81 }, other = { 0.1, 0.4, 0, 127 };
  g_autofree guint64 *both = NULL, *heard = NULL, *unheard = NULL;
  guint n;

  ct_session_set_current_track (fixture->session, track);
  pick (fixture, 550, y_of (80), &id);
  g_assert_cmpuint (id, ==, first);
  both = ct_note_picker_pick_box (fixture->session, &box, &n);
  g_assert_cmpuint (n, ==, 2);
  ct_track_edits_set_flag (fixture->document, &track, 1, CT_TRACK_MUTE, TRUE);
  pick (fixture, 550, y_of (80), &id);
  g_assert_cmpuint (id, ==, second);
  heard = ct_note_picker_pick_box (fixture->session, &box, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (heard[0], ==, second);
  unheard = ct_note_picker_pick_box (fixture->session, &other, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (unheard[0], ==, note_document_id (fixture->document, 0));
}

static void
assert_box (Fixture *fixture, double start_s, double end_s, double low, double high, guint n, guint first)
{
  guint n_found;
  g_autofree guint64 *ids = ct_note_picker_pick_box (fixture->session, &(CtView){ start_s, end_s, low, high },
                                                     &n_found);

  g_assert_cmpuint (n_found, ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpuint (ids[i], ==, note_document_id (fixture->document, first + i));
}

static void
test_box (Fixture *fixture, gconstpointer data)
{
  assert_box (fixture, 2.4, 5.1, 0, 127, 4, 2);
  assert_box (fixture, 2.5, 5, 0, 127, 2, 3);
  assert_box (fixture, 0, 13, 61.6, 63.4, 2, 2);
  assert_box (fixture, 0, 100, 70, 71, 2, 10);
  assert_box (fixture, 2.6, 2.7, 0, 127, 0, 0);
  assert_box (fixture, 9, 9.2, 0, 127, 0, 0);
  g_object_set (ct_session_get_display (fixture->session), "show-uncertain", TRUE, NULL);
  /* an uncertain note alone, but not among notes */
  assert_box (fixture, 9, 9.2, 0, 127, 1, 9);
  assert_box (fixture, 8, 9.2, 0, 127, 1, 8);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/note-picker/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("parts", test_parts);
  ADD ("small", test_small);
  ADD ("stacked", test_stacked);
  ADD ("pickable", test_pickable);
  ADD ("unheard", test_unheard);
  ADD ("box", test_box);
  return g_test_run ();
}
