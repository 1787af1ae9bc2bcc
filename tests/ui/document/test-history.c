/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/document/ct-history.h"

#include <glib-object.h>
#include <string.h>

#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-transcriber-options.h"
#include "ui/document/ct-history-private.h"

#define N_NOTES 6

/* ---- a score of a few notes of which only the velocity matters; 0: the note does not exist ---- */

typedef struct
{
  guint velocities[N_NOTES]; /* by id - 1 */
} State;

static CtEditNote
note_of (guint id, guint velocity)
{
  return velocity ? (CtEditNote){ .id = id, .offset_s = 1, .midi = 60, .velocity = (guint8) velocity }
                  : (CtEditNote){ 0 };
}

/* The step from one state to the other, begun @time_us after the clock's start. */
static CtStep *
step_between (const State *before, const State *after, const char *name, const char *key, gint64 time_us)
{
  CtStep *step = ct_step_new (name, key);

  step->time_us = time_us;
  for (guint i = 0; i < N_NOTES; i++)
    if (before->velocities[i] != after->velocities[i])
      {
        CtNoteChange change = { note_of (i + 1, before->velocities[i]), note_of (i + 1, after->velocities[i]) };

        g_array_append_val (step->notes, change);
      }
  return step;
}

/* Moves @state over @step, which must fit it. */
static void
apply (const CtStep *step, gboolean back, State *state)
{
  for (guint i = 0; i < step->notes->len; i++)
    {
      const CtNoteChange *change = &g_array_index (step->notes, CtNoteChange, i);
      const CtEditNote *from = back ? &change->after : &change->before, *to = back ? &change->before : &change->after;
      guint64 id = from->id ? from->id : to->id;

      g_assert_cmpuint (id, >=, 1);
      g_assert_cmpuint (id, <=, N_NOTES);
      g_assert_cmpuint (state->velocities[id - 1], ==, from->velocity);
      state->velocities[id - 1] = to->velocity;
    }
}

typedef struct
{
  CtHistory *history;
  State state;
  gint64 now_us;
  guint n_notified; /* of can-undo */
} Fixture;

static void
count (GObject *object, GParamSpec *pspec, Fixture *fixture)
{
  fixture->n_notified++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->history = ct_history_new ();
  fixture->now_us = G_USEC_PER_SEC;
  g_signal_connect (fixture->history, "notify::can-undo", G_CALLBACK (count), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->history);
}

/* Changes note @id to @velocity, @seconds after the step before. */
static void
push (Fixture *fixture, guint id, guint velocity, const char *name, const char *key, double seconds)
{
  State after = fixture->state;

  after.velocities[id - 1] = velocity;
  fixture->now_us += (gint64) (seconds * G_USEC_PER_SEC);
  ct_history_push (fixture->history, step_between (&fixture->state, &after, name, key, fixture->now_us));
  fixture->state = after;
}

static void
walk (Fixture *fixture, gboolean back)
{
  const CtStep *step = ct_history_walk (fixture->history, back);

  g_assert_nonnull (step);
  apply (step, back, &fixture->state);
}

static guint
count_undo (Fixture *fixture)
{
  guint n = 0;

  while (ct_history_get_can_undo (fixture->history))
    {
      walk (fixture, TRUE);
      n++;
    }
  return n;
}

/* ---- tests ---- */

static void
test_walk (Fixture *fixture, gconstpointer data)
{
  g_autofree char *undo_name = NULL;
  gboolean can_redo;

  g_assert_false (ct_history_get_can_undo (fixture->history));
  g_assert_false (ct_history_get_can_redo (fixture->history));
  g_assert_null (ct_history_get_undo_name (fixture->history));
  g_assert_null (ct_history_walk (fixture->history, TRUE));
  g_assert_null (ct_history_walk (fixture->history, FALSE));
  g_assert_cmpuint (fixture->n_notified, ==, 0);

  push (fixture, 1, 10, "Draw", NULL, 0);
  push (fixture, 2, 20, "Paste", NULL, 0);
  g_assert_cmpuint (fixture->n_notified, ==, 2);
  g_assert_cmpstr (ct_history_get_undo_name (fixture->history), ==, "Paste");
  g_assert_null (ct_history_get_redo_name (fixture->history));
  walk (fixture, TRUE);
  g_assert_cmpuint (fixture->state.velocities[0], ==, 10);
  g_assert_cmpuint (fixture->state.velocities[1], ==, 0);
  g_object_get (fixture->history, "undo-name", &undo_name, "can-redo", &can_redo, NULL);
  g_assert_cmpstr (undo_name, ==, "Draw");
  g_assert_true (can_redo);
  g_assert_cmpstr (ct_history_get_redo_name (fixture->history), ==, "Paste");
  walk (fixture, TRUE);
  g_assert_false (ct_history_get_can_undo (fixture->history));
  walk (fixture, FALSE);
  walk (fixture, FALSE);
  g_assert_cmpuint (fixture->state.velocities[1], ==, 20);
  g_assert_false (ct_history_get_can_redo (fixture->history));
}

/* A new step instead of one that was undone. */
static void
test_branch (Fixture *fixture, gconstpointer data)
{
  push (fixture, 1, 10, "Draw", NULL, 0);
  push (fixture, 1, 11, "Louder", NULL, 0);
  walk (fixture, TRUE);
  push (fixture, 1, 9, "Softer", NULL, 0);
  g_assert_false (ct_history_get_can_redo (fixture->history));
  g_assert_cmpstr (ct_history_get_undo_name (fixture->history), ==, "Softer");
  g_assert_cmpuint (count_undo (fixture), ==, 2);
}

static void
test_clear (Fixture *fixture, gconstpointer data)
{
  push (fixture, 1, 10, "Draw", NULL, 0);
  push (fixture, 1, 11, "Louder", NULL, 0);
  walk (fixture, TRUE);
  ct_history_clear (fixture->history);
  g_assert_false (ct_history_get_can_undo (fixture->history));
  g_assert_false (ct_history_get_can_redo (fixture->history));
  g_assert_true (ct_history_is_saved (fixture->history));
}

/* Steps of one key that follow each other within two seconds are one, however long they go on. */
static void
test_join (Fixture *fixture, gconstpointer data)
{
  push (fixture, 1, 10, "Draw", NULL, 0);
  for (guint i = 0; i < 20; i++)
    push (fixture, 1, 11 + i, "Louder", "louder", 1.9);
  push (fixture, 2, 40, "Louder", "louder", 1.9); /* another note */
  g_assert_cmpstr (ct_history_get_undo_name (fixture->history), ==, "Louder");
  walk (fixture, TRUE);
  g_assert_cmpuint (fixture->state.velocities[0], ==, 10);
  g_assert_cmpuint (fixture->state.velocities[1], ==, 0);
  g_assert_cmpstr (ct_history_get_undo_name (fixture->history), ==, "Draw");
  walk (fixture, FALSE);
  g_assert_cmpuint (fixture->state.velocities[0], ==, 30);
  g_assert_cmpuint (fixture->state.velocities[1], ==, 40);
}

static void
test_no_join (Fixture *fixture, gconstpointer data)
{
  push (fixture, 1, 10, "Louder", "louder", 0);
  push (fixture, 1, 11, "Louder", "louder", 2); /* too late */
  push (fixture, 1, 12, "Louder", "other", 0);  /* of another key */
  push (fixture, 1, 13, "Louder", NULL, 0);     /* of none */
  push (fixture, 1, 14, "Louder", NULL, 0);
  push (fixture, 1, 15, "Louder", "louder", 0);
  ct_history_mark_saved (fixture->history);
  push (fixture, 1, 16, "Louder", "louder", 0); /* the state on disk stays one to come back to */
  walk (fixture, TRUE);
  g_assert_true (ct_history_is_saved (fixture->history));
  push (fixture, 1, 17, "Louder", "louder", 0); /* something was undone in between */
  g_assert_cmpuint (count_undo (fixture), ==, 7);
  g_assert_cmpuint (fixture->state.velocities[0], ==, 0);
}

/* What is as it was before is not changed; a step of nothing else is none. */
static void
test_join_to_nothing (Fixture *fixture, gconstpointer data)
{
  push (fixture, 1, 10, "Draw", NULL, 0);
  ct_history_mark_saved (fixture->history);
  push (fixture, 1, 11, "Velocity", "velocity", 0);
  push (fixture, 2, 20, "Velocity", "velocity", 0);
  push (fixture, 1, 10, "Velocity", "velocity", 0);
  g_assert_cmpstr (ct_history_get_undo_name (fixture->history), ==, "Velocity");
  g_assert_false (ct_history_is_saved (fixture->history));
  {
    const CtStep *step = ct_history_walk (fixture->history, TRUE);

    g_assert_cmpuint (step->notes->len, ==, 1);
    g_assert_cmpuint (g_array_index (step->notes, CtNoteChange, 0).after.id, ==, 2);
    ct_history_walk (fixture->history, FALSE);
  }
  fixture->n_notified = 0;
  push (fixture, 2, 0, "Velocity", "velocity", 0);
  g_assert_cmpuint (fixture->n_notified, ==, 1);
  g_assert_cmpstr (ct_history_get_undo_name (fixture->history), ==, "Draw");
  g_assert_true (ct_history_is_saved (fixture->history));
}

static void
set_tracks (CtStep *step, float before, float after)
{
  CtEditTrack tracks[2] = { { .id = 1, .volume = before }, { .id = 1, .volume = after } };

  step->tracks_before = g_array_append_vals (g_array_new (FALSE, FALSE, sizeof *tracks), &tracks[0], 1);
  step->tracks_after = g_array_append_vals (g_array_new (FALSE, FALSE, sizeof *tracks), &tracks[1], 1);
}

/* Of tracks and options a joined step has the first before and the last after. */
static void
test_join_the_rest (Fixture *fixture, gconstpointer data)
{
  CtTranscriberOptions options;
  const CtStep *joined;
  CtStep *step;

  ct_transcriber_options_init (&options);
  for (int i = 0; i < 3; i++)
    {
      step = ct_step_new ("Volume", "volume");
      set_tracks (step, 1 - 0.1f * (float) i, 0.9f - 0.1f * (float) i);
      if (i > 0)
        {
          step->options_before = g_memdup2 (&options, sizeof options);
          options.notes.onset_threshold -= 0.01f;
          step->options_after = g_memdup2 (&options, sizeof options);
        }
      ct_history_push (fixture->history, step);
    }
  joined = ct_history_walk (fixture->history, TRUE);
  g_assert_false (ct_history_get_can_undo (fixture->history));
  g_assert_cmpfloat (g_array_index (joined->tracks_before, CtEditTrack, 0).volume, ==, 1);
  g_assert_cmpfloat_with_epsilon (g_array_index (joined->tracks_after, CtEditTrack, 0).volume, 0.7, 1e-6);
  g_assert_cmpfloat_with_epsilon (
      joined->options_before->notes.onset_threshold - joined->options_after->notes.onset_threshold, 0.02, 1e-6);
  g_assert_null (joined->deleted_before);

  /* and back: nothing */
  ct_history_walk (fixture->history, FALSE);
  step = ct_step_new ("Volume", "volume");
  set_tracks (step, 0.7f, 1);
  step->options_before = g_memdup2 (&options, sizeof options);
  step->options_after = g_memdup2 (joined->options_before, sizeof options);
  ct_history_push (fixture->history, step);
  g_assert_false (ct_history_get_can_undo (fixture->history));
}

static void
test_saved (Fixture *fixture, gconstpointer data)
{
  g_assert_true (ct_history_is_saved (fixture->history));
  push (fixture, 1, 10, "Draw", NULL, 0);
  g_assert_false (ct_history_is_saved (fixture->history));
  walk (fixture, TRUE);
  g_assert_true (ct_history_is_saved (fixture->history));
  walk (fixture, FALSE);
  push (fixture, 1, 11, "Louder", NULL, 0);
  ct_history_mark_saved (fixture->history);
  walk (fixture, TRUE);
  g_assert_false (ct_history_is_saved (fixture->history));
  walk (fixture, FALSE);
  g_assert_true (ct_history_is_saved (fixture->history));
  walk (fixture, TRUE);
  /* no way leads back to the state on disk: not even as many steps, nor none at all */
  push (fixture, 1, 9, "Softer", NULL, 0);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_false (ct_history_is_saved (fixture->history));
      if (i < 2)
        walk (fixture, TRUE);
    }
  ct_history_mark_saved (fixture->history);
  g_assert_true (ct_history_is_saved (fixture->history));
}

/* Long random histories against the list of the states that they should come back to. */
static void
test_random (Fixture *fixture, gconstpointer data)
{
  static const char *const keys[] = { NULL, "a", "b" };
  g_autoptr (GArray) states = g_array_new (FALSE, FALSE, sizeof (State)); /* before each step done, and now */
  const char *last_key = NULL;
  gboolean joins = FALSE;

  g_array_append_val (states, fixture->state);
  for (guint i = 0; i < 20000; i++)
    {
      if (g_test_rand_int_range (0, 3) == 0 && ct_history_get_can_undo (fixture->history))
        {
          walk (fixture, TRUE);
          g_array_set_size (states, states->len - 1);
          joins = FALSE;
        }
      else
        {
          guint id = (guint) g_test_rand_int_range (1, N_NOTES + 1);
          guint velocity = (fixture->state.velocities[id - 1] + (guint) g_test_rand_int_range (1, 4)) % 4;
          const char *key = keys[g_test_rand_int_range (0, 3)];
          double seconds = g_test_rand_int_range (0, 4) == 0 ? 3 : 1;
          gboolean into = joins && seconds < 2 && key && g_strcmp0 (key, last_key) == 0 && states->len > 1;

          push (fixture, id, velocity, "Change", key, seconds);
          if (into)
            g_array_set_size (states, states->len - 1);
          last_key = key;
          joins = TRUE;
          if (states->len > 0
              && memcmp (&g_array_index (states, State, states->len - 1), &fixture->state, sizeof (State)) == 0)
            joins = FALSE; /* joined to nothing: the step is gone */
          else
            g_array_append_val (states, fixture->state);
        }
      g_assert_cmpmem (&fixture->state, sizeof (State), &g_array_index (states, State, states->len - 1),
                       sizeof (State));
      g_assert_cmpint (ct_history_get_can_undo (fixture->history), ==, states->len > 1);
    }
  for (guint i = states->len - 1; i-- > 0;)
    {
      walk (fixture, TRUE);
      g_assert_cmpmem (&fixture->state, sizeof (State), &g_array_index (states, State, i), sizeof (State));
    }
  g_assert_false (ct_history_get_can_undo (fixture->history));
}

/* A history has no end, and a step costs what it changed: no list of tracks, no note that stayed. */
static void
test_many (Fixture *fixture, gconstpointer data)
{
  const guint n = 100000;

  for (guint i = 0; i < n; i++)
    push (fixture, 1 + i % N_NOTES, 1 + i % 100, "Change", NULL, 0);
  for (guint i = 0; i < n; i++)
    {
      const CtStep *step = ct_history_walk (fixture->history, TRUE);

      g_assert_cmpuint (step->notes->len, <=, 1);
      g_assert_null (step->tracks_before);
      g_assert_null (step->deleted_before);
      g_assert_null (step->options_before);
    }
  g_assert_false (ct_history_get_can_undo (fixture->history));
  for (guint i = 0; i < n; i++)
    g_assert_nonnull (ct_history_walk (fixture->history, FALSE));
  g_assert_false (ct_history_get_can_redo (fixture->history));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/history/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("walk", test_walk);
  ADD ("branch", test_branch);
  ADD ("clear", test_clear);
  ADD ("join", test_join);
  ADD ("no-join", test_no_join);
  ADD ("join-to-nothing", test_join_to_nothing);
  ADD ("join-the-rest", test_join_the_rest);
  ADD ("saved", test_saved);
  ADD ("random", test_random);
  ADD ("many", test_many);
  return g_test_run ();
}
