/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/widgets/ct-notice.h"
#include "ui/window/ct-file-chooser.h"
#include "ui/window/ct-workspace.h"

G_BEGIN_DECLS

#define CT_TYPE_RECORDING_LOCATOR (ct_recording_locator_get_type ())
G_DECLARE_FINAL_TYPE (CtRecordingLocator, ct_recording_locator, CT, RECORDING_LOCATOR, GObject)

/* Finds the recording of a project and connects it with the document; a missing one is asked for in @notice. Belongs
 * to the window of @notice, which must outlive it. */
CtRecordingLocator *ct_recording_locator_new (CtNotice *notice, CtWorkspace *workspace, CtFileChooser *chooser);

/* Looks where the project says, then beside it. Nothing where the document has no recording. */
void ct_recording_locator_find (CtRecordingLocator *self);

G_END_DECLS
