/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CT_TYPE_TRANSCRIPTION_PANEL (ct_transcription_panel_get_type ())
G_DECLARE_FINAL_TYPE (CtTranscriptionPanel, ct_transcription_panel, CT, TRANSCRIPTION_PANEL, GtkWidget)

/* The page on which notes and tracks are found again with other settings. While one is moved the session
 * shows what would become of the score (unless that is switched off, or the page is not visible), and a line
 * says it in words; the score itself changes when that is applied, in one step. Property "session"
 * (CtSession, may be NULL). */
GtkWidget *ct_transcription_panel_new (void);

G_END_DECLS
