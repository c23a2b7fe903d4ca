"""What geography refuses."""

from tinhso.kernel.errors import DomainError


class BadBoundaries(DomainError):
    """A file of boundaries that cannot be read as one."""

    code = "geography.bad_boundaries"
    sentence = "Tệp ranh giới không đọc được. Cần GeoJSON có vùng (Polygon, MultiPolygon) và thuộc tính gso_code."
