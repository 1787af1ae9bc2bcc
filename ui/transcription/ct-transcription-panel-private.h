/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/analysis/ct-rerun.h"
#include "ui/session/ct-session.h"
#include "ui/transcription/ct-transcription-options.h"
#include "ui/transcription/ct-transcription-panel.h"

G_BEGIN_DECLS

struct _CtTranscriptionPanel
{
  GtkWidget parent_instance;

  CtSession *session;
  CtRerun *rerun;                  /* of the session, or NULL */
  CtTranscriptionOptions *options; /* the controls are bound to it */

  GtkWidget *box, *controls;
  GtkWidget *lowest, *highest;
  GtkWidget *scope, *scope_text;
  GtkWidget *status, *way_out, *spinner, *preview, *apply, *reset;
};

/* Makes the widgets and binds them to the options. */
void ct_transcription_panel_lay_out (CtTranscriptionPanel *self);

G_END_DECLS
