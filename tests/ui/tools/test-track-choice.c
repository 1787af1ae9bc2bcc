/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tools/ct-track-choice.h"

#include <gtk/gtk.h>

#include "core/transcribe/ct-edit-score.h"
#include "tests/support/note-document.h"
#include "tests/support/ui-test.h"
#include "ui/document/ct-track-edits.h"

#define N_TRACKS 6

typedef struct
{
  CtDocument *document;
  CtTrackChoice *choice;
  GtkDropDown *drop_down;
  guint n_chosen;
  guint32 chosen;
} Fixture;

static void
track_chosen (guint32 track, gpointer data)
{
  Fixture *fixture = data;

  fixture->n_chosen++;
  fixture->chosen = track;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->document = note_document_new (4);
  for (guint i = 2; i < N_TRACKS; i++)
    ct_track_edits_add (fixture->document, -1);
  fixture->choice = ct_track_choice_new (track_chosen, fixture);
  fixture->drop_down = GTK_DROP_DOWN (ct_track_choice_get_widget (fixture->choice));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  ct_track_choice_free (fixture->choice);
  g_assert_finalize_object (fixture->document);
}

static guint32
track_at (Fixture *fixture, guint place)
{
  return ct_document_get_score (fixture->document)->tracks[place].id;
}

static const char *
text_shown (Fixture *fixture)
{
  return gtk_string_object_get_string (gtk_drop_down_get_selected_item (fixture->drop_down));
}

static guint
n_items (Fixture *fixture)
{
  return g_list_model_get_n_items (gtk_drop_down_get_model (fixture->drop_down));
}

static void
test_shown (Fixture *fixture, gconstpointer data)
{
  ct_track_choice_show (fixture->choice, NULL, 0, "none");
  g_assert_cmpstr (text_shown (fixture), ==, "none");
  g_assert_cmpuint (n_items (fixture), ==, 1);
  ct_track_choice_show (fixture->choice, fixture->document, track_at (fixture, 3), "none");
  g_assert_cmpstr (text_shown (fixture), ==, "4  Track 4");
  g_assert_cmpuint (n_items (fixture), ==, N_TRACKS);
  ct_track_choice_show (fixture->choice, fixture->document, 0, "several");
  g_assert_cmpstr (text_shown (fixture), ==, "several");
  g_assert_cmpuint (n_items (fixture), ==, N_TRACKS + 1);
  ct_track_choice_show (fixture->choice, fixture->document, 12345, "none");
  g_assert_cmpstr (text_shown (fixture), ==, "none");
  g_assert_cmpuint (n_items (fixture), ==, N_TRACKS + 1);
  g_assert_cmpuint (fixture->n_chosen, ==, 0);
}

/* Only another track is a choice: not the one that is shown, nor the item for none. */
static void
test_chosen (Fixture *fixture, gconstpointer data)
{
  ct_track_choice_show (fixture->choice, fixture->document, 0, "several");
  gtk_drop_down_set_selected (fixture->drop_down, 2);
  g_assert_cmpuint (fixture->n_chosen, ==, 1);
  g_assert_cmpuint (fixture->chosen, ==, track_at (fixture, 2));
  /* whoever asked refuses: it goes back, and that is no choice */
  ct_track_choice_show (fixture->choice, fixture->document, 0, "several");
  g_assert_cmpstr (text_shown (fixture), ==, "several");
  gtk_drop_down_set_selected (fixture->drop_down, N_TRACKS);
  g_assert_cmpuint (fixture->n_chosen, ==, 1);
  ct_track_choice_show (fixture->choice, fixture->document, track_at (fixture, 2), "several");
  gtk_drop_down_set_selected (fixture->drop_down, 2);
  g_assert_cmpuint (fixture->n_chosen, ==, 1);
}

/* However the tracks are shuffled, renamed, added and removed, and whatever is shown of them: nobody has chosen. */
static void
test_shuffled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (int i = 0; i < 500; i++)
    {
      gsize n = ct_document_get_score (fixture->document)->n_tracks;
      guint32 track = track_at (fixture, (guint) g_rand_int_range (random, 0, (gint32) n)), shown;
      int place = g_rand_int_range (random, 0, (gint32) n);
      g_autofree char *name = g_strdup_printf ("Name %d", i);

      switch (g_rand_int_range (random, 0, 4))
        {
        case 0:
          ct_track_edits_reorder (fixture->document, &track, 1, place);
          break;
        case 1:
          ct_track_edits_rename (fixture->document, track, name);
          break;
        case 2:
          if (n < 12)
            ct_track_edits_add (fixture->document, place);
          break;
        default:
          if (n > 2)
            ct_track_edits_remove (fixture->document, &track, 1, 0);
        }
      n = ct_document_get_score (fixture->document)->n_tracks;
      place = g_rand_int_range (random, 0, (gint32) n + 1);
      shown = place < (int) n ? track_at (fixture, (guint) place) : 0;
      ct_track_choice_show (fixture->choice, fixture->document, shown, "none");
      g_assert_cmpuint (gtk_drop_down_get_selected (fixture->drop_down), ==, (guint) place);
      g_assert_cmpuint (n_items (fixture), ==, n + (shown == 0));
      g_assert_cmpuint (fixture->n_chosen, ==, 0);
    }
}

static void
count (guint *n)
{
  (*n)++;
}

/* Items that are the same stay the same objects: an open list does not flicker. */
static void
test_kept (Fixture *fixture, gconstpointer data)
{
  GListModel *model = gtk_drop_down_get_model (fixture->drop_down);
  gpointer before[N_TRACKS];
  guint n_changes = 0;

  ct_track_choice_show (fixture->choice, fixture->document, track_at (fixture, 1), "none");
  for (guint i = 0; i < N_TRACKS; i++)
    {
      before[i] = g_list_model_get_item (model, i);
      g_object_unref (before[i]);
    }
  ct_track_edits_rename (fixture->document, track_at (fixture, 4), "Oboe");
  ct_track_choice_show (fixture->choice, fixture->document, track_at (fixture, 2), "none");
  for (guint i = 0; i < N_TRACKS; i++)
    {
      g_autoptr (GtkStringObject) item = g_list_model_get_item (model, i);

      g_assert_cmpint (item == before[i], ==, i != 4);
    }
  /* shown again, the list does not change at all */
  g_signal_connect_swapped (model, "items-changed", G_CALLBACK (count), &n_changes);
  ct_track_choice_show (fixture->choice, fixture->document, track_at (fixture, 3), "none");
  g_assert_cmpuint (n_changes, ==, 0);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
#define ADD(path, func) g_test_add ("/track-choice/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("shown", test_shown);
  ADD ("chosen", test_chosen);
  ADD ("shuffled", test_shuffled);
  ADD ("kept", test_kept);
  return g_test_run ();
}
