/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_PLAYER_FEEDER_PRIVATE_H
#define CT_PLAYER_FEEDER_PRIVATE_H

#include "core/base/ct-status.h"
#include "core/playback/ct-player-exchange-private.h"
#include "core/playback/ct-player-output-private.h"
#include "core/playback/ct-player.h"

/* Carries out the control's requests: renders ahead into the output's ring and keeps the device open. Runs in a thread
 * of its own, or, stepped, in the control's. */
typedef struct _CtPlayerFeeder CtPlayerFeeder;

/* Starts the thread, unless @options say that the player is stepped. @exchange and @output are borrowed; the output has
 * the rate the player begins with. */
CtStatus ct_player_feeder_new (const CtPlayerOptions *options,
                               CtPlayerExchange *exchange,
                               CtPlayerOutput *output,
                               CtPlayerFeeder **out) CT_MUST_USE;

/* The control: ends the thread and closes the device. */
void ct_player_feeder_free (CtPlayerFeeder *self);

/* Carries out the requests and fills the ring; for the control only where the player is stepped. */
void ct_player_feeder_feed (CtPlayerFeeder *self);

#endif
