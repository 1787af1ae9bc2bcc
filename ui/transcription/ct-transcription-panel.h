/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CT_TYPE_TRANSCRIPTION_PANEL (ct_transcription_panel_get_type ())
G_DECLARE_FINAL_TYPE (CtTranscriptionPanel, ct_transcription_panel, CT, TRANSCRIPTION_PANEL, GtkWidget)

/* The page for transcribing again with other settings. As they change, the session shows a preview of the score (unless
 * that is switched off or the page is hidden) and a line summarises it; applying it changes the score in one step.
 * Property "session" (CtSession or NULL). */
GtkWidget *ct_transcription_panel_new (void);

G_END_DECLS
