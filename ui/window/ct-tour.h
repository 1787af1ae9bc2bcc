/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "ui/session/ct-session.h"
#include "ui/transport/ct-playback.h"

G_BEGIN_DECLS

#define CT_TYPE_TOUR (ct_tour_get_type ())
G_DECLARE_FINAL_TYPE (CtTour, ct_tour, CT, TOUR, GObject)

/* A guided tour of a few steps, each with one thing to try. Once the user has done it, the tour advances by itself
 * after a moment; it can also be moved on and back. It watches the session, its document and the playback, and changes
 * none of them.
 *
 * Signal "changed": it became active or inactive, moved to another step, or the step is done. */

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

/* How long a done step stays, so that the user sees it is done. */
#define CT_TOUR_PAUSE_MS 1500

/* @playback is referenced. */
CtTour *ct_tour_new (CtPlayback *playback);

/* Begins with the first step, on @session (referenced until the end). */
void ct_tour_begin (CtTour *self, CtSession *session);
void ct_tour_end (CtTour *self);
gboolean ct_tour_get_active (CtTour *self);

CtTourStep ct_tour_get_step (CtTour *self);
/* Whether the user did what the step asks for; the tour is about to advance. */
gboolean ct_tour_get_done (CtTour *self);
/* Next ends the tour on the last step; back does nothing on the first. */
void ct_tour_next (CtTour *self);
void ct_tour_back (CtTour *self);

/* Translated; static. */
const char *ct_tour_step_get_title (CtTourStep step);
const char *ct_tour_step_get_text (CtTourStep step);

G_END_DECLS
