/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/exchange/ct-exporter.h"
#include "ui/session/ct-session.h"

G_BEGIN_DECLS

#define CT_TYPE_EXPORT_DIALOG (ct_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CtExportDialog, ct_export_dialog, CT, EXPORT_DIALOG, AdwWindow)

/* Asks over @parent what of @session to export, and where; then exports it. The dialog is borrowed.
 *
 * Signal "message" (text, translated): what was exported. */
CtExportDialog *ct_export_dialog_show (GtkWindow *parent, CtSession *session, CtExportFormat format);

G_END_DECLS
