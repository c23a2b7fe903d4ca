"""The week of an agency's leaders (lịch công tác tuần): entered, published, in everyone's calendar."""
