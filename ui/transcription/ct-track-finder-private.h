/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/analysis/ct-rerun.h"
#include "ui/analysis/ct-track-counter.h"
#include "ui/session/ct-session.h"
#include "ui/transcription/ct-track-finder.h"
#include "ui/transcription/ct-transcription-options.h"

G_BEGIN_DECLS

#define CT_TRACK_FINDER_MOST 12 /* instruments that the stepper goes to */

struct _CtTrackFinder
{
  GtkWidget parent_instance;

  CtSession *session;
  CtRerun *rerun;                  /* of the session, or NULL */
  CtTrackCounter *counter;         /* of its document, or NULL */
  CtTranscriptionOptions *options; /* the controls are bound to it */
  gboolean asking;                 /* until the answer is known */

  GtkWidget *box;
  GtkWidget *controls; /* the row with the number, what finds again, and the options */
  GtkWidget *number, *again, *options_button;
  GtkWidget *found, *count, *perhaps; /* the row with the number found, and a button for the second best */
  GtkWidget *result;                  /* shown while something is asked for */
  GtkWidget *status, *spinner, *cancel, *apply;
};

/* Makes the widgets and binds the options. */
void ct_track_finder_lay_out (CtTrackFinder *self);

G_END_DECLS
