/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/playback/ct-player-exchange-private.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-condition-private.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/playback/ct-player.h"

void
ct_player_exchange_init (CtPlayerExchange *self)
{
  pthread_mutex_init (&self->mutex, NULL);
  ct_condition_init (&self->woken);
  ct_condition_init (&self->confirmed);
}

void
ct_player_exchange_clear (CtPlayerExchange *self)
{
  free (self->requests.notes);
  free (self->requests.hits);
  ct_tempo_map_free (self->requests.map);
  pthread_cond_destroy (&self->woken);
  pthread_cond_destroy (&self->confirmed);
  pthread_mutex_destroy (&self->mutex);
}

static void
wake (CtPlayerExchange *self)
{
  self->waiting = true;
  pthread_cond_signal (&self->woken);
}

CtPlayerRequests *
ct_player_exchange_begin (CtPlayerExchange *self)
{
  pthread_mutex_lock (&self->mutex);
  return &self->requests;
}

void
ct_player_exchange_end (CtPlayerExchange *self)
{
  wake (self);
  pthread_mutex_unlock (&self->mutex);
}

void
ct_player_exchange_wait (CtPlayerExchange *self)
{
  unsigned before;

  pthread_mutex_lock (&self->mutex);
  before = self->confirmations;
  /* two: the feeder may have been about to confirm older requests */
  while (self->confirmations - before < 2)
    {
      wake (self);
      pthread_cond_wait (&self->confirmed, &self->mutex);
    }
  pthread_mutex_unlock (&self->mutex);
}

void
ct_player_exchange_take (CtPlayerExchange *self, CtPlayerRequests *now)
{
  CtPlayerRequests *requests = &self->requests;
  bool plays = now->plays, device_changed = now->device_changed, wakes = now->wakes;

  pthread_mutex_lock (&self->mutex);
  *now = *requests;
  requests->notes = NULL;
  requests->hits = NULL;
  requests->map = NULL;
  requests->map_changed = requests->counts_in = false;
  requests->mix_changed = requests->play_changed = requests->jumps = requests->sources_changed = false;
  requests->device_changed = requests->wakes = false;
  pthread_mutex_unlock (&self->mutex);
  if (!now->play_changed)
    now->plays = plays;
  now->device_changed = now->device_changed || device_changed;
  now->wakes = now->wakes || wakes;
}

void
ct_player_exchange_confirm (CtPlayerExchange *self)
{
  pthread_mutex_lock (&self->mutex);
  self->confirmations++;
  pthread_cond_broadcast (&self->confirmed);
  pthread_mutex_unlock (&self->mutex);
}

void
ct_player_exchange_nap (CtPlayerExchange *self, long ms)
{
  pthread_mutex_lock (&self->mutex);
  if (!self->waiting)
    ct_condition_wait_ms (&self->woken, &self->mutex, ms);
  self->waiting = false;
  pthread_mutex_unlock (&self->mutex);
}

/* The caller holds the mutex. */
static void
drop_oldest (CtPlayerExchange *self)
{
  memmove (self->messages, self->messages + 1, --self->n_messages * sizeof *self->messages);
}

void
ct_player_exchange_say (CtPlayerExchange *self, CtPlayerEvent event, CtStatus status)
{
  pthread_mutex_lock (&self->mutex);
  if (self->n_messages == CT_PLAYER_MESSAGES)
    drop_oldest (self);
  self->messages[self->n_messages++] = (CtPlayerMessage){ event, status };
  pthread_mutex_unlock (&self->mutex);
}

bool
ct_player_exchange_take_message (CtPlayerExchange *self, CtPlayerMessage *message)
{
  bool any;

  pthread_mutex_lock (&self->mutex);
  any = self->n_messages > 0;
  if (any)
    {
      *message = self->messages[0];
      drop_oldest (self);
    }
  pthread_mutex_unlock (&self->mutex);
  return any;
}
