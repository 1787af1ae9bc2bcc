/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/analysis/ct-engine.h"

#include <gio/gio.h>

#include "core/base/ct-status.h"

#define N_WAITING 6

typedef struct
{
  GCancellable *cancellable;
  CtStatus status;
  int turn; /* which one it was, from 1; 0: its turn never came */
} Waiter;

static gint n_turns, n_inside;

/* Waits for a turn, takes it and gives it up. */
static gpointer
wait_for_turn (gpointer data)
{
  Waiter *self = data;
  CtTranscriber *transcriber = NULL;

  self->status = ct_engine_acquire (self->cancellable, &transcriber);
  if (self->status != CT_STATUS_OK)
    return NULL;
  g_assert_nonnull (transcriber);
  g_assert_cmpint (g_atomic_int_add (&n_inside, 1), ==, 0);
  self->turn = g_atomic_int_add (&n_turns, 1) + 1;
  g_assert_true (ct_engine_is_taken ());
  g_assert_true (g_atomic_int_dec_and_test (&n_inside));
  ct_engine_release (transcriber);
  return NULL;
}

static void
test_alone (void)
{
  CtTranscriber *first, *second;

  g_assert_false (ct_engine_is_taken ());
  g_assert_cmpint (ct_engine_acquire (NULL, &first), ==, CT_STATUS_OK);
  g_assert_true (ct_engine_is_taken ());
  ct_engine_release (first);
  g_assert_false (ct_engine_is_taken ());
  /* made once */
  g_assert_cmpint (ct_engine_acquire (NULL, &second), ==, CT_STATUS_OK);
  g_assert_true (first == second);
  ct_engine_release (second);
}

/* One after the other; those who gave up do not hold up the rest. */
static void
test_turns (void)
{
  Waiter waiters[N_WAITING] = { 0 };
  GThread *threads[N_WAITING];
  CtTranscriber *transcriber;
  int n_taken = 0;

  g_assert_cmpint (ct_engine_acquire (NULL, &transcriber), ==, CT_STATUS_OK);
  for (guint i = 0; i < N_WAITING; i++)
    {
      waiters[i].cancellable = g_cancellable_new ();
      threads[i] = g_thread_new ("waiter", wait_for_turn, &waiters[i]);
    }
  for (guint i = 0; i < N_WAITING; i += 2)
    {
      g_cancellable_cancel (waiters[i].cancellable);
      g_thread_join (threads[i]); /* though the engine is taken */
      g_assert_cmpint (waiters[i].status, ==, CT_STATUS_CANCELLED);
    }
  g_assert_cmpint (g_atomic_int_get (&n_turns), ==, 0);
  ct_engine_release (transcriber);
  for (guint i = 1; i < N_WAITING; i += 2)
    {
      g_thread_join (threads[i]);
      g_assert_cmpint (waiters[i].status, ==, CT_STATUS_OK);
      g_assert_cmpint (waiters[i].turn, >=, 1);
      n_taken += waiters[i].turn;
    }
  g_assert_cmpint (n_taken, ==, 1 + 2 + 3);
  g_assert_false (ct_engine_is_taken ());
  for (guint i = 0; i < N_WAITING; i++)
    g_object_unref (waiters[i].cancellable);
}

/* Cancelled before it asked: not even a free engine is taken. */
static void
test_cancelled_before (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  CtTranscriber *transcriber = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_cmpint (ct_engine_acquire (cancellable, &transcriber), ==, CT_STATUS_CANCELLED);
  g_assert_null (transcriber);
  g_assert_false (ct_engine_is_taken ());
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/alone", test_alone);
  g_test_add_func ("/engine/turns", test_turns);
  g_test_add_func ("/engine/cancelled-before", test_cancelled_before);
  return g_test_run ();
}
