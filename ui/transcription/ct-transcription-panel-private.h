/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/transcribe/ct-transcriber-options.h"
#include "ui/analysis/ct-rerun.h"
#include "ui/session/ct-session.h"
#include "ui/transcription/ct-transcription-panel.h"

G_BEGIN_DECLS

enum
{
  SWITCH_REGISTER,
  SWITCH_OCTAVES,
  SWITCH_WITHOUT_ONSET,
  SWITCH_EARLY,
  N_SWITCHES,
};

struct _CtTranscriptionPanel
{
  GtkWidget parent_instance;

  CtSession *session;
  CtRerun *rerun;               /* of the session, or NULL */
  CtTranscriberOptions options; /* that the controls show */
  gboolean setting;             /* the controls are being set, by no hand */

  GtkAdjustment *onset, *frame, *length, *low, *high, *timbres, *beta;
  GtkWidget *switches[N_SWITCHES];
  GtkWidget *box, *controls;
  GtkWidget *scope, *scope_text;
  GtkWidget *status, *spinner, *preview, *apply, *reset;
};

/* Makes the widgets, for the options that are set, none of them connected to anything. */
void ct_transcription_panel_lay_out (CtTranscriptionPanel *self);

/* The shortest note, as exactly as it is shown. */
double ct_transcription_panel_length_ms (const CtTranscriberOptions *options);

G_END_DECLS
