/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/support/ct-worker.h"

#include <gio/gio.h>

#define N_RUNS 300

static GThread *main_thread;

/* ---- a source object that knows where it ends ---- */

#define TEST_TYPE_SOURCE (test_source_get_type ())
G_DECLARE_FINAL_TYPE (TestSource, test_source, TEST, SOURCE, GObject)

struct _TestSource
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (TestSource, test_source, G_TYPE_OBJECT)

static gint n_finalized;

static void
test_source_finalize (GObject *object)
{
  g_assert_true (g_thread_self () == main_thread);
  g_atomic_int_inc (&n_finalized);
  G_OBJECT_CLASS (test_source_parent_class)->finalize (object);
}

static void
test_source_class_init (TestSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_source_finalize;
}

static void
test_source_init (TestSource *self)
{
}

/* ---- work ---- */

typedef struct
{
  int number;
  gboolean fails;
  GCancellable *cancels; /* what the worker cancels, as if someone had meanwhile */
  GThread *thread;
} Work;

static gint n_freed;

static void
work_free (gpointer data)
{
  g_assert_true (g_thread_self () == main_thread);
  g_atomic_int_inc (&n_freed);
  g_free (data);
}

static gboolean
work (gpointer data, GCancellable *cancellable, GError **error)
{
  Work *self = data;

  self->thread = g_thread_self ();
  self->number *= 2;
  g_assert_true (cancellable == self->cancels);
  if (self->cancels)
    g_cancellable_cancel (self->cancels);
  if (self->fails)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "full");
  return !self->fails;
}

typedef struct
{
  gboolean done;
  gboolean worked;
  int number;
  GError *error;
} Result;

static void
take (GObject *source, GAsyncResult *result, gpointer data)
{
  Result *out = data;
  const Work *self = g_task_get_task_data (G_TASK (result));

  g_assert_true (g_thread_self () == main_thread);
  g_assert_true (g_task_is_valid (result, source));
  g_assert_nonnull (self->thread);
  g_assert_true (self->thread != main_thread);
  out->number = self->number;
  out->worked = g_task_propagate_boolean (G_TASK (result), &out->error);
  out->done = TRUE;
}

/* Runs with a source that nobody else refers to. */
static void
run (Work first, gboolean check_cancellable, Result *result)
{
  TestSource *source = g_object_new (TEST_TYPE_SOURCE, NULL);
  GTask *task = g_task_new (source, first.cancels, take, result);

  *result = (Result){ 0 };
  g_object_unref (source);
  g_task_set_check_cancellable (task, check_cancellable);
  g_task_set_task_data (task, g_memdup2 (&first, sizeof first), work_free);
  ct_worker_run (task, work);
  g_object_unref (task);
  while (!result->done)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_success (void)
{
  Result result;

  run ((Work){ .number = 21 }, TRUE, &result);
  g_assert_true (result.worked);
  g_assert_no_error (result.error);
  g_assert_cmpint (result.number, ==, 42);
}

static void
test_failure (void)
{
  Result result;

  run ((Work){ .fails = TRUE }, TRUE, &result);
  g_assert_false (result.worked);
  g_assert_error (result.error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_clear_error (&result.error);
}

/* Cancelled while it worked: that is the answer, unless the caller wants to know what was done all the same. */
static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Result result;

  run ((Work){ .cancels = cancellable }, TRUE, &result);
  g_assert_false (result.worked);
  g_assert_error (result.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&result.error);
  g_cancellable_reset (cancellable);
  run ((Work){ .cancels = cancellable }, FALSE, &result);
  g_assert_true (result.worked);
  g_assert_no_error (result.error);
  g_cancellable_reset (cancellable);
  run ((Work){ .cancels = cancellable, .fails = TRUE }, FALSE, &result);
  g_assert_error (result.error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_clear_error (&result.error);
}

/* The source and the data end on the main thread, however the threads race. */
static void
test_ends_on_main_thread (void)
{
  g_atomic_int_set (&n_finalized, 0);
  g_atomic_int_set (&n_freed, 0);
  for (guint i = 0; i < N_RUNS; i++)
    {
      Result result;

      run ((Work){ .number = 1 }, TRUE, &result);
      g_assert_true (result.worked);
      g_assert_cmpint (g_atomic_int_get (&n_finalized), ==, (int) i + 1);
      g_assert_cmpint (g_atomic_int_get (&n_freed), ==, (int) i + 1);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  main_thread = g_thread_self ();
  g_test_add_func ("/worker/success", test_success);
  g_test_add_func ("/worker/failure", test_failure);
  g_test_add_func ("/worker/cancelled", test_cancelled);
  g_test_add_func ("/worker/ends-on-main-thread", test_ends_on_main_thread);
  return g_test_run ();
}
