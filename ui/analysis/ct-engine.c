/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/analysis/ct-engine.h"

#include <glib-object.h>

#include "core/network/ct-simd.h"
#include "core/network/ct-weights.h"
#include "ui/document/ct-model.h"

static GMutex mutex;
static GCond changed;
static GQueue waiting = G_QUEUE_INIT; /* of tickets: addresses that nobody else has */
static gboolean taken;
static CtTranscriber *shared;

/* Under the mutex. */
static CtStatus
make_transcriber (void)
{
  const CtWeights *weights = ct_model_get_weights ();

  if (!weights)
    return CT_STATUS_NO_MEMORY;
  return shared ? CT_STATUS_OK : ct_transcriber_new (0, weights, ct_simd_best_level (), &shared);
}

static void
wake (GCancellable *cancellable, gpointer data)
{
  g_mutex_lock (&mutex);
  g_cond_broadcast (&changed);
  g_mutex_unlock (&mutex);
}

/* Whether the turn came. */
static gboolean
wait_for_turn (GCancellable *cancellable)
{
  int ticket = 0;
  gboolean mine;

  g_mutex_lock (&mutex);
  g_queue_push_tail (&waiting, &ticket);
  while ((taken || g_queue_peek_head (&waiting) != &ticket) && !g_cancellable_is_cancelled (cancellable))
    g_cond_wait (&changed, &mutex);
  mine = !g_cancellable_is_cancelled (cancellable);
  g_queue_remove (&waiting, &ticket);
  taken = taken || mine;
  g_cond_broadcast (&changed);
  g_mutex_unlock (&mutex);
  return mine;
}

CtStatus
ct_engine_acquire (GCancellable *cancellable, CtTranscriber **out)
{
  gulong handler = cancellable ? g_cancellable_connect (cancellable, G_CALLBACK (wake), NULL, NULL) : 0;
  gboolean mine = wait_for_turn (cancellable);
  CtStatus status = CT_STATUS_CANCELLED;

  if (handler)
    g_cancellable_disconnect (cancellable, handler);
  if (!mine)
    return status;
  g_mutex_lock (&mutex);
  status = make_transcriber ();
  *out = shared;
  g_mutex_unlock (&mutex);
  if (status != CT_STATUS_OK)
    ct_engine_release (NULL);
  return status;
}

void
ct_engine_release (CtTranscriber *transcriber)
{
  if (transcriber)
    {
      ct_transcriber_set_progress (transcriber, NULL, NULL);
      ct_transcriber_set_levels (transcriber, NULL, NULL);
      ct_transcriber_set_cancelled (transcriber, NULL);
    }
  g_mutex_lock (&mutex);
  taken = FALSE;
  g_cond_broadcast (&changed);
  g_mutex_unlock (&mutex);
}

gboolean
ct_engine_is_taken (void)
{
  gboolean is_taken;

  g_mutex_lock (&mutex);
  is_taken = taken;
  g_mutex_unlock (&mutex);
  return is_taken;
}
