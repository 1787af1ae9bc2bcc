/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "ui/session/ct-session.h"
#include "ui/transport/ct-playback.h"

G_BEGIN_DECLS

#define CT_TYPE_TOUR (ct_tour_get_type ())
G_DECLARE_FINAL_TYPE (CtTour, ct_tour, CT, TOUR, GObject)

/* A guided tour: a few steps, each of which says one thing and what to press. When the person has done it, the
 * tour goes on by itself a moment later; it can be led on and back by hand, too. It watches the session, its document
 * and the playback, and changes none of them.
 *
 * Signal "changed": whether it is active, the step, or whether the step is done. */

typedef enum
{
  CT_TOUR_LOOK,
  CT_TOUR_MOVE,
  CT_TOUR_PLAY,
  CT_TOUR_SOLO,
  CT_TOUR_CORRECT,
  CT_TOUR_TIMBRE,
  CT_TOUR_SENSITIVITY,
  CT_TOUR_KEEP,
} CtTourStep;

#define CT_N_TOUR_STEPS (CT_TOUR_KEEP + 1)

/* How long a step that is done stays, so that its doer sees that it was. */
#define CT_TOUR_PAUSE_MS 1500

/* @playback is referenced. */
CtTour *ct_tour_new (CtPlayback *playback);

/* Begins with the first step, on @session (referenced until the end). */
void ct_tour_begin (CtTour *self, CtSession *session);
void ct_tour_end (CtTour *self);
gboolean ct_tour_get_active (CtTour *self);

CtTourStep ct_tour_get_step (CtTour *self);
/* Whether the person did what the step asks for; it is about to go on. */
gboolean ct_tour_get_done (CtTour *self);
/* On from the last step ends it; back from the first one does nothing. */
void ct_tour_next (CtTour *self);
void ct_tour_back (CtTour *self);

/* What a step says, translated. */
const char *ct_tour_step_get_title (CtTourStep step);
const char *ct_tour_step_get_text (CtTourStep step);

G_END_DECLS
