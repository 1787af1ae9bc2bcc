/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/session/ct-session.h"

G_BEGIN_DECLS

#define CT_TYPE_SCORE_DIALOG (ct_score_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CtScoreDialog, ct_score_dialog, CT, SCORE_DIALOG, AdwWindow)

/* Shows over @parent the song of @session as pages of numbered notation, to be printed or saved, as often as the user
 * likes. The dialog is borrowed. */
CtScoreDialog *ct_score_dialog_show (GtkWindow *parent, CtSession *session);

G_END_DECLS
