/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/ct-write-status.h"

CtStatus
ct_write_status (int error)
{
  CtStatus status = ct_status_from_errno (error);

  return status == CT_STATUS_OK || status == CT_STATUS_READ_FAILED ? CT_STATUS_WRITE_FAILED : status;
}
